//! The handover: items with their receivers and stages, notes, teach-backs, sessions, assessments, obstacles.

use handover::{Mark, Stage};
use kernel::Role;

use super::{Deed, Session, Teller};
use crate::{
    Result,
    days::instant,
    story::{Percent, QuestionTold, phrases::Saying},
};

/// The one who asks is marked so in the table.
const ASKS: char = '?';
/// As often as what touches the core must be asked.
const QUESTIONS: usize = 3;
/// How often a question is drawn before fewer will do.
const DRAWS: usize = 12;

/// An item as the table has it, read.
struct Told {
    title: String,
    /// Who takes it over.
    learners: Vec<String>,
    /// Who asks and marks.
    questioner: Option<String>,
    accepted: Percent,
    stages: [(Stage, Percent); 4],
}

impl Told {
    fn read(row: &(String, String, [Percent; 5])) -> Self {
        let (title, people, [accepted, explained, written, practised, alone]) = row;
        let (asking, learning): (Vec<&str>, Vec<&str>) =
            people.split_whitespace().partition(|word| word.ends_with(ASKS));
        Self {
            title: title.clone(),
            learners: learning.into_iter().map(str::to_owned).collect(),
            questioner: asking.first().map(|word| word.trim_end_matches(ASKS).to_owned()),
            accepted: *accepted,
            stages: [
                (Stage::Explained, *explained),
                (Stage::Written, *written),
                (Stage::Practised, *practised),
                (Stage::Independent, *alone),
            ],
        }
    }

    fn receivers(&self) -> impl Iterator<Item = (&String, bool)> {
        self.learners.iter().map(|name| (name, false)).chain(self.questioner.iter().map(|name| (name, true)))
    }
}

impl Teller<'_> {
    /// Everything about the handover.
    pub(super) fn hand_over(&mut self) -> Result<()> {
        let telling = self.telling;
        let Some(told) = &telling.items else { return Ok(()) };
        let manager = self.holder(Role::Manager);
        let items: Vec<Told> = told.list.iter().map(Told::read).collect();
        self.done(0, &manager, Deed::ListItems { dropped: told.dropped.clone() });
        self.name_receivers(&items, &manager);
        for goal in &telling.goals {
            let (leaver, receivers) = (goal.leaver.clone(), goal.receivers.clone());
            let planned_on = self.company.days.working_day(goal.planned);
            self.done(5, &manager, Deed::Goal { item: goal.item.clone(), planned_on, leaver, receivers });
        }
        if let Some(made) = telling.schedule {
            self.done(made.at, &manager, Deed::Schedule);
        }
        for item in &items {
            self.tell_item(item);
        }
        self.tell_notes();
        self.tell_teach_back()?;
        self.meet(&manager)?;
        self.assess(&manager)?;
        self.stumble();
        Ok(())
    }

    /// One naming for each person and seat, for all items at once.
    fn name_receivers(&mut self, items: &[Told], manager: &str) {
        let mut namings: Vec<(String, bool, Vec<String>)> = Vec::new();
        for item in items {
            for (person, is_questioner) in item.receivers() {
                let known =
                    namings.iter_mut().find(|naming| naming.0 == *person && naming.1 == is_questioner);
                match known {
                    Some(naming) => naming.2.push(item.title.clone()),
                    None => namings.push((person.clone(), is_questioner, vec![item.title.clone()])),
                }
            }
        }
        for (person, is_questioner, items) in namings {
            self.done(3, manager, Deed::Receivers { person, is_questioner, items });
        }
    }

    fn tell_item(&mut self, item: &Told) {
        let receivers: Vec<String> = item.receivers().map(|(name, _)| name.clone()).collect();
        for person in &receivers {
            self.done(item.accepted, person, Deed::Accept { item: item.title.clone() });
        }
        let reached: Vec<(Stage, Percent)> = item.stages.iter().copied().filter(|(_, at)| *at >= 0).collect();
        for (stage, at) in reached {
            match stage {
                Stage::Explained => self.say(item, (stage, at), Some(Saying::Explained)),
                Stage::Written => {
                    self.write_note(item, at);
                    self.say(item, (stage, at), None);
                }
                Stage::Practised => self.say(item, (stage, at), Some(Saying::Practised)),
                Stage::Independent => {
                    self.prove(item, at);
                    self.say(item, (stage, at), None);
                    self.sign_off(item, at);
                }
            }
        }
    }

    /// Who takes the item over says how far it has come; what is explained or written, the leaver says.
    fn say(&mut self, item: &Told, (stage, at): (Stage, Percent), saying: Option<Saying>) {
        let evidence = saying.map(|saying| self.phrases.say(saying, &mut self.random)).unwrap_or_default();
        let by = match (stage, item.learners.first()) {
            (Stage::Explained | Stage::Written, _) | (_, None) => self.telling.person.clone(),
            (_, Some(learner)) => learner.clone(),
        };
        self.done(at, &by, Deed::Say { item: item.title.clone(), stage, evidence });
    }

    fn kind_of(&self, title: &str) -> String {
        self.company.kinds.get(title).cloned().unwrap_or_default()
    }

    fn write_note(&mut self, item: &Told, at: Percent) {
        if self.telling.notes.iter().any(|note| note.item == item.title) {
            return;
        }
        let text = self.phrases.note(&self.kind_of(&item.title), &item.title, &mut self.random);
        let by = self.telling.person.clone();
        self.done(at, &by, Deed::Note { item: item.title.clone(), text });
    }

    /// A teach-back that was passed.
    fn prove(&mut self, item: &Told, at: Percent) {
        let (Some(asks), Some(answers)) = (item.questioner.clone(), item.learners.first().cloned()) else {
            return;
        };
        let asked = self.draw_questions(&item.title);
        let title = || item.title.clone();
        for (question, _) in &asked {
            self.done(at, &asks, Deed::Ask { item: title(), question: question.clone() });
        }
        let marks = asked.iter().map(|(question, _)| (question.clone(), Mark::Right)).collect();
        let remark = self.phrases.say(Saying::Remark, &mut self.random);
        self.done(at, &answers, Deed::Answer { item: title(), answers: asked });
        self.done(at, &asks, Deed::Mark { item: title(), of: answers, marks, remark });
    }

    fn draw_questions(&mut self, title: &str) -> Vec<(String, String)> {
        let kind = self.kind_of(title);
        let mut asked: Vec<(String, String)> = Vec::new();
        for _ in 0..DRAWS {
            let next = self.phrases.question(&kind, title, &mut self.random);
            if asked.len() < QUESTIONS && !asked.iter().any(|(question, _)| *question == next.0) {
                asked.push(next);
            }
        }
        asked
    }

    fn sign_off(&mut self, item: &Told, at: Percent) {
        for (receiver, _) in item.receivers() {
            let remark = self.phrases.say(Saying::SignOff, &mut self.random);
            self.done(at, receiver, Deed::SignOff { item: item.title.clone(), remark });
        }
    }

    fn tell_notes(&mut self) {
        let told = self.telling;
        for note in &told.notes {
            let text = note.text.trim().to_owned();
            self.done(note.at, &note.by, Deed::Note { item: note.item.clone(), text });
        }
    }

    fn tell_teach_back(&mut self) -> Result<()> {
        let telling = self.telling;
        for told in &telling.questions {
            self.done(told.at, &told.by, Deed::Ask { item: told.item.clone(), question: told.ask.clone() });
        }
        let Some(told) = &telling.teach_back else { return Ok(()) };
        let of_item = telling.questions.iter().filter(|question| question.item == told.item);
        let answers = of_item.clone().map(|question| (question.ask.clone(), question.says.clone())).collect();
        let mark = |question: &QuestionTold| Ok((question.ask.clone(), Mark::from_points(question.mark)?));
        let marks = of_item.map(mark).collect::<Result<_>>()?;
        self.done(told.at, &told.by, Deed::Answer { item: told.item.clone(), answers });
        let (item, of, remark) = (told.item.clone(), told.by.clone(), told.remark.clone());
        self.done(told.marked_at, &told.marked_by, Deed::Mark { item, of, marks, remark });
        Ok(())
    }

    fn meet(&mut self, manager: &str) -> Result<()> {
        let telling = self.telling;
        for told in &telling.sessions {
            let planned_for = told.day.map(|day| self.company.days.day(day));
            let day = told.held.map(|held| self.day(held)).or(planned_for);
            let session = Session {
                item: told.item.clone(),
                kind: told.kind()?,
                title: told.title.clone(),
                starts_at: instant(day.unwrap_or(self.company.days.today), told.hour * 60),
                minutes: told.minutes,
                place: told.place.clone(),
                with: told.with.clone(),
            };
            self.done(told.planned, manager, Deed::PlanSession(session));
            if let Some(held) = told.held {
                let (title, outcome) = (told.title.clone(), told.outcome.clone());
                self.done(held, manager, Deed::HoldSession { title, outcome });
            }
        }
        Ok(())
    }

    fn assess(&mut self, manager: &str) -> Result<()> {
        let telling = self.telling;
        for told in &telling.assessments {
            let due_on = self.company.days.day(told.due);
            let (goal_leaver, goal_receivers) = (told.goal_leaver.clone(), told.goal_receivers.clone());
            self.done(told.at, manager, Deed::PlanAssessment { due_on, goal_leaver, goal_receivers });
            if let Some(assessed) = told.assessed {
                let (verdict, outcome) = (told.verdict()?, told.outcome.clone());
                self.done(assessed, &told.by, Deed::Assess { due_on, verdict, outcome });
            }
        }
        Ok(())
    }

    /// What is not clear and what stands in the way.
    fn stumble(&mut self) {
        let telling = self.telling;
        for told in &telling.unclear {
            let (item, question) = (told.item.clone(), told.ask.clone());
            self.done(told.at, &told.by, Deed::Unclear { item, line: told.line, question });
            if let (Some(answer), Some(answered)) = (&told.answer, told.answered) {
                let (item, question, answer) = (told.item.clone(), told.ask.clone(), answer.clone());
                self.done(answered, &telling.person, Deed::AnswerUnclear { item, question, answer });
            }
        }
        for told in &telling.obstacles {
            let due_on = self.company.days.day(told.due);
            let (item, what, owner) = (told.item.clone(), told.what.clone(), told.owner.clone());
            self.done(told.at, &told.by, Deed::Obstacle { item, what, owner, due_on });
        }
    }
}
