//! Who may do what, and what a viewer may see of a subject's field: one function each, used by page, export, search
//! and notice alike.

use kernel::{Actor, PersonId, Role};
use store::people::Scope;

/// Something a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// See the list of people and their pages (within the own scope).
    SeePeople,
    /// Change people, departments, posts, employers.
    EditPeople,
    /// Import spreadsheets.
    Import,
    /// Keep the company's own words for the heads of spreadsheets.
    ImportWords,
    /// See departures (within the own scope).
    SeeDepartures,
    /// Open, change, advance, withdraw and close departures.
    RunDepartures,
    /// See departures that are prepared and not announced.
    SeePrepared,
    /// Decide approvals that are asked of one of the own roles or of oneself.
    Approve,
    /// Plan and steer a handover: items, weights, receivers, sessions, assessments.
    RunHandovers,
    /// Tick off tasks that belong to the own role.
    DoTasks,
    /// Set accounts, roles, employers and the calendar up.
    Administer,
    /// See the values of places that settlements use, and decide on those that somebody else proposed.
    DecideParameters,
    /// Read who looked at what, and the evidence log.
    Audit,
    /// See the knowledge map (within the own scope; executives without names).
    SeeKnowledge,
    /// Keep it: items, levels, exchange sessions and assessments, sharing plans.
    KeepKnowledge,
    /// See notices and their service, legal deadlines, and the papers of a departure.
    SeeLegal,
    /// See the risk board: numbers of groups; of single people only whose role the rules name.
    SeeRisk,
    /// Have it computed anew, and switch signs.
    RunRisk,
    /// Read under which rules the company watches.
    SeeRiskRules,
    /// Set them.
    SetRiskRules,
    /// Note what people say of being watched: consent, objection.
    NoteRiskSayings,
    /// See turnover, how long people stay, what departures cost: counts, never of few people.
    SeeAnalysis,
    /// See of a departure how many may follow, without names.
    SeeFollowers,
    /// See who, for a stated purpose: each look is written down.
    NameFollowers,
    /// Plan talks with people, and read how they went.
    PlanTalks,
    /// Hold a talk that one was named for.
    HoldTalks,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 26] = [
        Self::SeePeople,
        Self::EditPeople,
        Self::Import,
        Self::ImportWords,
        Self::SeeDepartures,
        Self::RunDepartures,
        Self::SeePrepared,
        Self::Approve,
        Self::RunHandovers,
        Self::DoTasks,
        Self::Administer,
        Self::DecideParameters,
        Self::Audit,
        Self::SeeKnowledge,
        Self::KeepKnowledge,
        Self::SeeLegal,
        Self::SeeRisk,
        Self::RunRisk,
        Self::SeeRiskRules,
        Self::SetRiskRules,
        Self::NoteRiskSayings,
        Self::SeeAnalysis,
        Self::SeeFollowers,
        Self::NameFollowers,
        Self::PlanTalks,
        Self::HoldTalks,
    ];

    const fn roles(self) -> &'static [Role] {
        use Role::{
            Admin, Archivist, Auditor, Executive, HrPartner, HrSpecialist, ItSecurity, Legal, Manager,
        };
        match self {
            Self::SeePeople => {
                &[Admin, HrSpecialist, HrPartner, Manager, Legal, Archivist, ItSecurity, Executive]
            }
            Self::EditPeople
            | Self::Import
            | Self::RunDepartures
            | Self::NoteRiskSayings
            | Self::PlanTalks => &[HrSpecialist, HrPartner],
            Self::ImportWords | Self::RunRisk => &[Admin, HrSpecialist, HrPartner],
            Self::SeeDepartures => {
                &[HrSpecialist, HrPartner, Manager, Legal, Archivist, ItSecurity, Executive]
            }
            Self::SeePrepared | Self::SeeLegal => &[HrSpecialist, HrPartner, Legal],
            Self::Approve => &[HrSpecialist, HrPartner, Manager, Legal, Executive, Archivist, ItSecurity],
            Self::RunHandovers | Self::KeepKnowledge => &[HrSpecialist, HrPartner, Manager],
            Self::DoTasks => &[HrSpecialist, HrPartner, Manager, Legal, Archivist, ItSecurity],
            Self::Administer | Self::SetRiskRules => &[Admin],
            Self::DecideParameters => &[Admin, HrSpecialist, HrPartner, Legal],
            Self::SeeAnalysis | Self::SeeFollowers => &[HrSpecialist, HrPartner, Executive],
            Self::NameFollowers => &[HrPartner, Executive],
            Self::HoldTalks => &[HrSpecialist, HrPartner, Manager, Legal],
            Self::Audit => &[Auditor],
            Self::SeeRisk => &[Admin, HrSpecialist, HrPartner, Executive],
            Self::SeeRiskRules => &[Admin, HrSpecialist, HrPartner, Legal, Auditor],
            Self::SeeKnowledge => &[HrSpecialist, HrPartner, Manager, Legal, Executive],
        }
    }
}

/// Whether the actor's roles cover the action. Whose objects it may be done to is the scope's matter.
pub fn may(actor: &Actor, action: Action) -> bool {
    actor.has_any(action.roles())
}

/// Whether the actor has a list of talks: who plans them, and who may be named to hold one.
pub fn may_list_talks(actor: &Actor) -> bool {
    may(actor, Action::PlanTalks) || (may(actor, Action::HoldTalks) && actor.person.is_some())
}

/// Whose people the actor sees: everybody for company-wide roles, the own line for a manager, nobody otherwise.
pub fn scope(actor: &Actor) -> Option<Scope> {
    const COMPANY: [Role; 7] = [
        Role::HrSpecialist,
        Role::HrPartner,
        Role::Legal,
        Role::Archivist,
        Role::ItSecurity,
        Role::Executive,
        Role::Admin,
    ];
    if actor.has_any(&COMPANY) {
        return Some(Scope::Company);
    }
    actor.person.filter(|_| actor.has(Role::Manager)).map(Scope::Line)
}

/// How the viewer stands to the person whose field it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The viewer is the person.
    Oneself,
    /// The person is in the viewer's line, as of today's reporting lines.
    InLine,
    /// The viewer takes over an item from the person.
    ReceivesFrom,
    /// None of these.
    Other,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Self; 4] = [Self::Oneself, Self::InLine, Self::ReceivesFrom, Self::Other];

    /// How the actor stands to the subject; `in_line` and `receives` were looked up.
    pub fn of(actor: &Actor, subject: PersonId, in_line: bool, receives: bool) -> Self {
        if actor.person == Some(subject) {
            Self::Oneself
        } else if in_line {
            Self::InLine
        } else if receives {
            Self::ReceivesFrom
        } else {
            Self::Other
        }
    }
}

/// What is shown of somebody, in classes: each stored field belongs to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// Name, number, department, post, manager.
    Basics,
    /// Phone and e-mail.
    Contact,
    /// Identity number.
    IdNumber,
    /// Contract kind and dates, spells of employment.
    Employment,
    /// Leave records.
    Leave,
    /// That there is a departure, its kind of leaving and its dates.
    Departure,
    /// Why: the reason in words, remarks of approvals.
    DepartureReason,
    /// Tasks, approvals, sweep.
    Clearing,
    /// Items, stages, receivers, progress, forecast.
    Handover,
    /// The text of handover notes and questions to them.
    Notes,
    /// Marks of teach-backs.
    Marks,
    /// What the company committed to.
    Commitments,
    /// Devices, documents and other things held.
    Assets,
    /// What the person knows, by the register.
    Knowledge,
    /// Settlement and pay.
    Pay,
    /// Risk scores.
    Score,
    /// Findings of the exfiltration watch.
    Findings,
}

impl Field {
    /// Every class; the matrix test walks it.
    pub const ALL: [Self; 17] = [
        Self::Basics,
        Self::Contact,
        Self::IdNumber,
        Self::Employment,
        Self::Leave,
        Self::Departure,
        Self::DepartureReason,
        Self::Clearing,
        Self::Handover,
        Self::Notes,
        Self::Marks,
        Self::Commitments,
        Self::Assets,
        Self::Knowledge,
        Self::Pay,
        Self::Score,
        Self::Findings,
    ];

    /// The stable code, as written into the record of looks.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Basics => "basics",
            Self::Contact => "contact",
            Self::IdNumber => "id-number",
            Self::Employment => "employment",
            Self::Leave => "leave",
            Self::Departure => "departure",
            Self::DepartureReason => "departure-reason",
            Self::Clearing => "clearing",
            Self::Handover => "handover",
            Self::Notes => "notes",
            Self::Marks => "marks",
            Self::Commitments => "commitments",
            Self::Assets => "assets",
            Self::Knowledge => "knowledge",
            Self::Pay => "pay",
            Self::Score => "score",
            Self::Findings => "findings",
        }
    }

    /// Whether each look is written down before the value is shown.
    pub const fn is_sensitive(self) -> bool {
        matches!(
            self,
            Self::IdNumber | Self::Leave | Self::DepartureReason | Self::Pay | Self::Score | Self::Findings
        )
    }
}

/// What becomes of a field on the way to a viewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Visibility {
    /// Shown as it is.
    Show,
    /// Shown in part (the last digits of a number).
    Mask,
    /// Not shown, and nothing tells that it is there.
    Hide,
}

/// What the viewer may see of a field of somebody to whom the viewer stands in `relation`.
///
/// The widest of what the viewer's roles give counts, except that nobody ever sees the own score or findings, whatever
/// roles are held besides.
pub fn visible(viewer: &Actor, relation: Relation, field: Field) -> Visibility {
    if relation == Relation::Oneself && matches!(field, Field::Score | Field::Findings) {
        return Visibility::Hide;
    }
    let by_relation = by_relation(relation, field);
    let by_role = viewer.roles.iter().map(|role| by_role(*role, relation, field));
    by_role.fold(by_relation, widest)
}

fn widest(a: Visibility, b: Visibility) -> Visibility {
    match (a, b) {
        (Visibility::Show, _) | (_, Visibility::Show) => Visibility::Show,
        (Visibility::Mask, _) | (_, Visibility::Mask) => Visibility::Mask,
        (Visibility::Hide, Visibility::Hide) => Visibility::Hide,
    }
}

/// What a relation alone gives, without any role: everybody sees the own data, a receiver sees what is handed over.
fn by_relation(relation: Relation, field: Field) -> Visibility {
    use Field::{Basics, Contact, Findings, Handover, Marks, Notes, Score};
    match (relation, field) {
        (Relation::Oneself, Score | Findings) => Visibility::Hide,
        (Relation::Oneself, Field::IdNumber) => Visibility::Mask,
        (Relation::Oneself, _) | (Relation::ReceivesFrom, Basics | Contact | Handover | Notes | Marks) => {
            Visibility::Show
        }
        _ => Visibility::Hide,
    }
}

fn by_role(role: Role, relation: Relation, field: Field) -> Visibility {
    let shown = match role {
        Role::HrSpecialist => !matches!(field, Field::Score | Field::Findings),
        Role::HrPartner => !matches!(field, Field::Findings),
        Role::Manager => relation == Relation::InLine && manager_sees(field),
        Role::Legal => !matches!(field, Field::Score | Field::Leave | Field::Marks),
        Role::Archivist => {
            matches!(
                field,
                Field::Basics | Field::Departure | Field::Clearing | Field::Assets | Field::Handover
            )
        }
        Role::ItSecurity => matches!(
            field,
            Field::Basics
                | Field::Contact
                | Field::Departure
                | Field::Clearing
                | Field::Assets
                | Field::Findings
        ),
        Role::Executive => {
            matches!(field, Field::Basics | Field::Departure | Field::Handover | Field::Knowledge)
        }
        Role::Admin => matches!(field, Field::Basics | Field::Contact),
        Role::Leaver | Role::Receiver | Role::Auditor => false,
    };
    match (shown, field) {
        (true, Field::IdNumber) => Visibility::Mask,
        (true, _) => Visibility::Show,
        (false, _) => Visibility::Hide,
    }
}

/// A manager works with the line's people, but never sees pay, identity, the case file's reasons, or a score.
const fn manager_sees(field: Field) -> bool {
    !matches!(
        field,
        Field::IdNumber
            | Field::Pay
            | Field::Score
            | Field::Findings
            | Field::DepartureReason
            | Field::Employment
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn viewer(role: Role) -> Actor {
        Actor { account: uuid::Uuid::nil().into(), person: None, roles: vec![role] }
    }

    #[test]
    fn nobody_sees_the_own_score_or_findings_whatever_role_is_held_besides() {
        for role in Role::ALL {
            for field in [Field::Score, Field::Findings] {
                assert_eq!(
                    visible(&viewer(role), Relation::Oneself, field),
                    Visibility::Hide,
                    "{role} {field:?}"
                );
            }
        }
    }

    #[test]
    fn the_table_of_product_md_must_never_see_holds() {
        let hidden = |role, relation, field| {
            assert_eq!(
                visible(&viewer(role), relation, field),
                Visibility::Hide,
                "{role} {relation:?} {field:?}"
            );
        };
        for relation in Relation::ALL {
            hidden(Role::Archivist, relation, Field::Score);
            hidden(Role::ItSecurity, relation, Field::Score);
            hidden(Role::Manager, relation, Field::Score);
            hidden(Role::Leaver, relation, Field::Score);
            hidden(Role::Leaver, relation, Field::Findings);
        }
        for field in [Field::Pay, Field::DepartureReason, Field::Clearing, Field::Employment] {
            hidden(Role::Receiver, Relation::ReceivesFrom, field);
        }
        for role in [Role::Archivist, Role::ItSecurity, Role::Executive, Role::Manager] {
            hidden(role, Relation::Other, Field::Pay);
        }
        for field in Field::ALL {
            hidden(Role::Manager, Relation::Other, field);
        }
    }

    #[test]
    fn a_stranger_without_a_role_sees_nothing() {
        let nobody = Actor { account: uuid::Uuid::nil().into(), person: None, roles: Vec::new() };
        for field in Field::ALL {
            assert_eq!(visible(&nobody, Relation::Other, field), Visibility::Hide);
        }
    }

    #[test]
    fn every_action_belongs_to_somebody_and_the_leaver_has_none() {
        for action in Action::ALL {
            assert!(!action.roles().is_empty(), "{action:?}");
            assert!(!may(&viewer(Role::Leaver), action), "{action:?}");
            assert!(!may(&viewer(Role::Receiver), action), "{action:?}");
        }
    }
}
