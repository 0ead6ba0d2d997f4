//! What a roster does not say of the organisation: who heads a department, which posts are critical.

use app::Cx;
use app_people::organisation::{PostFilter, open_organisation, update_department, update_post};
use kernel::DepartmentId;
use store::org::{Department, Post};

use crate::{Result, company::Company, organisation};

/// Names the heads and marks the posts.
pub(super) async fn describe(cx: &Cx, company: &Company) -> Result<()> {
    for department in departments(cx, None).await? {
        name_head(cx, company, &department).await?;
        for below in departments(cx, Some(department.id)).await? {
            name_head(cx, company, &below).await?;
        }
    }
    let stored = posts(cx).await?;
    for post in company.firm.posts().iter().filter(|post| post.is_critical || post.is_single_holder) {
        mark(cx, &stored, post).await?;
    }
    Ok(())
}

async fn departments(cx: &Cx, below: Option<DepartmentId>) -> Result<Vec<Department>> {
    let level = open_organisation(cx, below, &PostFilter::default()).await?;
    Ok(level.departments.into_iter().map(|counted| counted.what).collect())
}

async fn name_head(cx: &Cx, company: &Company, stored: &Department) -> Result<()> {
    let Some(told) = company.firm.department(&stored.path) else { return Ok(()) };
    let heads = |person: &&crate::people::Person| {
        person.department == told.path && person.post == told.head && person.is_employed()
    };
    let Some(head) = company.people.iter().find(heads) else { return Ok(()) };
    Ok(update_department(cx, stored.id, &stored.name, &head.emp_no).await?)
}

async fn posts(cx: &Cx) -> Result<Vec<Post>> {
    let mut posts = Vec::new();
    let mut filter = PostFilter::default();
    loop {
        let page = open_organisation(cx, None, &filter).await?;
        posts.extend(page.posts.into_iter().map(|counted| counted.what));
        filter.after = page.next_post;
        if filter.after.is_none() {
            return Ok(posts);
        }
    }
}

async fn mark(cx: &Cx, stored: &[Post], told: &organisation::Post) -> Result<()> {
    let Some(post) = stored.iter().find(|post| post.title == told.title) else { return Ok(()) };
    Ok(update_post(cx, post.id, told.is_critical, told.is_single_holder).await?)
}
