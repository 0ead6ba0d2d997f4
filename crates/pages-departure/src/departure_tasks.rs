//! The clearing list: the tasks by stage, and one task with what may be done about it.

use app::{
    Error,
    access::Field,
    attachments,
    cases::{Case, get_departure},
};
use app_departure::tasks::{self, AddTask};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::Uri,
    response::Response,
};
use departure::{Gauge, Stage, TaskStatus};
use departure_head::{Head, Page};
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView, Parsing},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    upload::WithFile,
    urls,
};
use kernel::{AttachmentId, DepartureId, Role, TaskId};
use store::tasks::Task;

use crate::departure_words::{Choice, lateness, role_label, task_basis, task_title};

struct Row {
    id: TaskId,
    href: String,
    title: String,
    basis: String,
    gauge: String,
    owner: String,
    due: String,
    late: String,
    late_class: &'static str,
    is_required: bool,
    is_edited: bool,
    needs_proof: bool,
    proofs: i64,
    is_open: bool,
    status: String,
    status_class: &'static str,
    settled: String,
    remark: String,
    may_settle: bool,
    /// Whether it can be ticked off from the list, without a proof.
    may_choose: bool,
}

struct StageRows {
    name: String,
    is_current: bool,
    count: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "departure_tasks.html")]
struct TasksPage {
    layout: Layout,
    t: T,
    head: Head,
    stages: Vec<StageRows>,
    may_choose: bool,
    may_add: bool,
    form: FormView,
    gauges: Vec<Choice>,
    stage_choices: Vec<Choice>,
    roles: Vec<Choice>,
}

struct FileRow {
    id: AttachmentId,
    name: String,
    at: String,
}

#[derive(Template)]
#[template(path = "departure_task.html")]
struct TaskPage {
    layout: Layout,
    t: T,
    head: Head,
    row: Row,
    stage: String,
    files: Vec<FileRow>,
    may_run: bool,
    form: FormView,
}

/// The list.
pub(crate) async fn list(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
) -> Result<Response, Failure> {
    let form = FormView::empty(T(who.cx.lang()));
    layout::html(&list_page(&state, &who, &uri, (id, form)).await?)
}

async fn list_page(
    state: &State,
    who: &app::sign_in::Authenticated,
    uri: &Uri,
    (id, form): (DepartureId, FormView),
) -> Result<TasksPage, Failure> {
    let (cx, t) = (&who.cx, T(who.cx.lang()));
    let case = get_departure(cx, id).await?;
    let tasks = tasks::list_tasks(cx, id).await?;
    let of_stage = |stage: &Stage| {
        let rows: Vec<Row> =
            tasks.iter().filter(|task| task.stage == *stage).map(|task| row(cx, &case, task)).collect();
        let done = rows.iter().filter(|row| !row.is_open).count();
        StageRows {
            name: t.s(&format!("dep-stage-{stage}")).into_owned(),
            is_current: case.departure.stage == *stage && !case.departure.status.is_read_only(),
            count: format!("{done} / {}", rows.len()),
            rows,
        }
    };
    let code = |prefix: &str, code: &str| Choice {
        code: code.to_owned(),
        label: t.s(&format!("{prefix}-{code}")).into_owned(),
    };
    let stages: Vec<StageRows> =
        Stage::ALL.iter().map(of_stage).filter(|stage| !stage.rows.is_empty()).collect();
    Ok(TasksPage {
        head: Head::of(cx, &case, Page::Tasks).await?,
        layout: Layout::new(state, who, uri),
        t,
        may_choose: stages.iter().flat_map(|stage| &stage.rows).any(|row| row.may_choose),
        stages,
        may_add: case.may_run(cx),
        form,
        gauges: Gauge::ALL.iter().map(|gauge| code("dep-gauge", gauge.code())).collect(),
        stage_choices: Stage::ALL.iter().map(|stage| code("dep-stage", stage.code())).collect(),
        roles: TASK_ROLES.iter().map(|role| code("role", role.code())).collect(),
    })
}

/// Who may be asked to see to a task.
const TASK_ROLES: [Role; 7] = [
    Role::HrSpecialist,
    Role::HrPartner,
    Role::Manager,
    Role::Legal,
    Role::ItSecurity,
    Role::Archivist,
    Role::Leaver,
];

fn row(cx: &app::Cx, case: &Case, task: &Task) -> Row {
    let t = T(cx.lang());
    let is_open = task.status == TaskStatus::Open;
    let (late_class, late) = if is_open { lateness(t, task.due_on, cx.today()) } else { ("", String::new()) };
    let status_class = match task.status {
        TaskStatus::Open => "tag",
        TaskStatus::Done => "tag good",
        TaskStatus::Skipped => "tag caution",
    };
    let may_settle = tasks::may_settle(cx, case, task);
    let settled = task.done_at.filter(|_| !is_open).map(|at| {
        t.a2("dep-task-settled-by", ("at", t.instant(at)), ("name", &task.done_by_name)).into_owned()
    });
    Row {
        id: task.id,
        href: format!("{}/tasks/{}", urls::departure(task.departure_id), task.id),
        title: task_title(t, &task.code, &task.title),
        basis: task_basis(&task.code),
        gauge: t.s(&format!("dep-gauge-{}", task.gauge)).into_owned(),
        owner: if task.owner_name.is_empty() {
            role_label(t, task.owner_role)
        } else {
            task.owner_name.clone()
        },
        due: t.day(task.due_on),
        late,
        late_class,
        is_required: task.is_required,
        is_edited: task.is_edited,
        needs_proof: task.needs_proof,
        proofs: task.proofs,
        is_open,
        status: t.s(&format!("dep-task-{}", task.status)).into_owned(),
        status_class,
        settled: settled.unwrap_or_default(),
        remark: task.remark.clone(),
        may_settle,
        may_choose: may_settle && !(task.needs_proof && task.proofs == 0),
    }
}

/// Adds a task.
pub(crate) async fn add(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let added = match read_new(&fields) {
        Ok(input) => tasks::add(&who.cx, id, input).await.map(drop),
        Err(error) => Err(error),
    };
    match added {
        Ok(()) => Ok(layout::done_at(&format!("{}/tasks", urls::departure(id)), "task-added")),
        Err(Error::Invalid(errors)) => {
            let form = FormView::new(T(who.cx.lang()), fields, errors);
            layout::refused(&list_page(&state, &who, &uri, (id, form)).await?)
        }
        Err(error) => Err(Failure(error)),
    }
}

fn read_new(fields: &Fields) -> app::Result<AddTask> {
    let mut parse = Parsing::new(fields);
    let (title, due_on) = (parse.required("title"), parse.date("due_on"));
    let gauge = parse.value("gauge", "error-choice");
    let stage = parse.value("stage", "error-choice");
    let role = parse.value("owner_role", "error-choice");
    if role.is_some_and(|role| !TASK_ROLES.contains(&role)) {
        parse.wrong("owner_role", "error-choice");
    }
    parse.finish()?;
    let (Some(due_on), Some(gauge), Some(stage), Some(owner_role)) = (due_on, gauge, stage, role) else {
        return Err(Error::field("title", "error-required"));
    };
    Ok(AddTask { title, gauge, stage, owner_role, due_on, is_required: fields.is_on("required") })
}

/// Ticks the chosen tasks off.
pub(crate) async fn finish_several(
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let chosen: Vec<TaskId> = fields.all("task").filter_map(|task| task.parse().ok()).collect();
    let done = tasks::finish_several(&who.cx, id, &chosen).await?;
    let code = if done == 0 { "tasks-none" } else { "tasks-done" };
    Ok(layout::done_at(&format!("{}/tasks", urls::departure(id)), code))
}

/// One task.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((id, task)): Path<(DepartureId, TaskId)>,
) -> Result<Response, Failure> {
    layout::html(&task_page(&state, &who, &uri, (id, task, None)).await?)
}

async fn task_page(
    state: &State,
    who: &app::sign_in::Authenticated,
    uri: &Uri,
    (id, task, refused): (DepartureId, TaskId, Option<FormView>),
) -> Result<TaskPage, Failure> {
    let (cx, t) = (&who.cx, T(who.cx.lang()));
    let case = get_departure(cx, id).await?;
    let task =
        tasks::list_tasks(cx, id).await?.into_iter().find(|held| held.id == task).ok_or(Error::NotFound)?;
    let stored = Fields::start(&[("due_on", &task.due_on.to_string()), ("owner", &task.owner_name)]);
    let files = if case.shows(cx, Field::Clearing) {
        attachments::list(cx, "task", &task.id.to_string()).await?
    } else {
        Vec::new()
    };
    let file = |file: store::attachments::Attachment| FileRow {
        id: file.id,
        name: file.file_name,
        at: t.instant(file.uploaded_at),
    };
    Ok(TaskPage {
        head: Head::of(cx, &case, Page::Tasks).await?,
        layout: Layout::new(state, who, uri),
        t,
        stage: t.s(&format!("dep-stage-{}", task.stage)).into_owned(),
        row: row(cx, &case, &task),
        files: files.into_iter().map(file).collect(),
        may_run: case.may_run(cx),
        form: refused.unwrap_or_else(|| FormView::new(t, stored, Vec::new())),
    })
}

/// Ticks it off, with its proof; or skips it, edits it, opens it again.
pub(crate) async fn act(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((id, task, act)): Path<(DepartureId, TaskId, String)>,
    form: WithFile,
) -> Result<Response, Failure> {
    let WithFile { fields, file } = form;
    let cx = &who.cx;
    let (done, code) = match act.as_str() {
        "finish" => (tasks::finish(cx, task, fields.get("remark"), file).await, "task-done"),
        "skip" => (tasks::skip(cx, task, fields.get("reason")).await, "task-skipped"),
        "reopen" => (tasks::reopen(cx, task).await, "task-reopened"),
        "edit" => {
            let mut parse = Parsing::new(&fields);
            let due_on = parse.date("due_on");
            match (due_on, parse.finish()) {
                (Some(due_on), Ok(())) => {
                    (tasks::edit(cx, task, due_on, fields.get("owner")).await, "task-edited")
                }
                (_, Err(error)) => (Err(error), ""),
                (None, Ok(())) => (Err(Error::field("due_on", "error-required")), ""),
            }
        }
        _ => return Err(Failure(Error::NotFound)),
    };
    match done {
        Ok(()) => Ok(layout::done_at(&format!("{}/tasks#task-{task}", urls::departure(id)), code)),
        Err(Error::Invalid(errors)) => {
            let form = FormView::new(T(cx.lang()), fields, errors);
            layout::refused(&task_page(&state, &who, &uri, (id, task, Some(form))).await?)
        }
        Err(error) => Err(Failure(error)),
    }
}
