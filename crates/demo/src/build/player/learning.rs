//! Deeds about notes, what is not clear in them, and teach-backs.

use std::collections::HashMap;

use anyhow::Context as _;
use app_handover::handover::{
    AnswerInput, SavedNote, add_question, answer_question, answer_unclear, ask_unclear, hand_in,
    mark_teach_back, save_note,
};
use handover::Mark;
use kernel::{ItemId, QuestionId};

use super::Doing;
use crate::{Result, story::steps::Deed};

impl Doing<'_> {
    pub(super) async fn learn(&self, deed: &Deed) -> Result<()> {
        let (cx, id) = (&self.cx, self.id());
        match deed {
            Deed::Note { item, text } => self.write(self.item(item)?, text).await?,
            Deed::Ask { item, question } => add_question(cx, id, self.item(item)?, question).await?,
            Deed::Answer { item, answers } => self.answer(self.item(item)?, answers).await?,
            Deed::Mark { item, of, marks, remark } => {
                self.mark(self.item(item)?, of, (marks, remark)).await?;
            }
            Deed::Unclear { item, line, question } => {
                let item = self.item(item)?;
                let note = cx.read().await?.find_note(item).await?.context("there is no note")?;
                ask_unclear(cx, id, item, (note.version, *line, question)).await?;
            }
            Deed::AnswerUnclear { item, question, answer } => {
                let item = self.item(item)?;
                let asked = cx.read().await?.list_unclear(item).await?;
                let asked =
                    asked.iter().find(|one| one.question == *question).context("this was not asked")?;
                answer_unclear(cx, id, (item, asked.id), answer).await?;
            }
            other => anyhow::bail!("{other:?} is no deed of learning"),
        }
        Ok(())
    }

    async fn write(&self, item: ItemId, text: &str) -> Result<()> {
        let base = self.cx.read().await?.find_note(item).await?.map_or(0, |note| note.version);
        let saved = save_note(&self.cx, self.id(), item, (base, text)).await?;
        anyhow::ensure!(matches!(saved, SavedNote::Saved(_)), "the note was not saved: {saved:?}");
        Ok(())
    }

    async fn questions(&self, item: ItemId) -> Result<HashMap<String, QuestionId>> {
        let asked = self.cx.read().await?.list_questions(item).await?;
        Ok(asked.into_iter().map(|question| (question.question, question.id)).collect())
    }

    async fn answer(&self, item: ItemId, answers: &[(String, String)]) -> Result<()> {
        let questions = self.questions(item).await?;
        for (question, says) in answers {
            let question = *questions.get(question).context("this was not asked")?;
            let input = AnswerInput { question, answer: says.clone(), is_stuck: false };
            answer_question(&self.cx, self.id(), item, &input).await?;
        }
        Ok(hand_in(&self.cx, self.id(), item).await?)
    }

    async fn mark(&self, item: ItemId, of: &str, (marks, remark): (&[(String, Mark)], &str)) -> Result<()> {
        let attempts = self.cx.read().await?.list_teach_backs(item).await?;
        let attempt = attempts.iter().find(|one| one.person_name == of && one.marked_at.is_none());
        let attempt = attempt.context("nothing was handed in")?.id;
        let questions = self.questions(item).await?;
        let mark = |(question, mark): &(String, Mark)| Some((*questions.get(question)?, *mark));
        let marks: Vec<(QuestionId, Mark)> = marks.iter().filter_map(mark).collect();
        Ok(mark_teach_back(&self.cx, self.id(), (item, attempt), (&marks, remark)).await?)
    }
}
