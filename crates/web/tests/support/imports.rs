//! An import as a test does it: bring a file, wait until it is read, store it, look at its figures.

use std::time::Duration;

use kernel::Role;

use super::{Answer, Browser, Site};

/// Two people who can be taken, one with a day that does not exist, one with a state that nobody knows.
pub(crate) const ROSTER: &str = "工号,姓名,部门,岗位,入职日期,状态,直属上级\r\n\
    00001,样一,生产部,主任,2015-03-02,在职,\r\n\
    00002,样二,生产部/一车间,工艺工程师,2018-07-09,在职,样一\r\n\
    00003,样三,生产部/一车间,装配工,2024-02-30,在职,样一\r\n\
    00004,样四,生产部/一车间,装配工,2024-03-01,见备注,样一\r\n";

/// Brings a file and gives the address of its import.
pub(crate) async fn bring(browser: &Browser<'_>, kind: &str, (name, bytes): (&str, &[u8])) -> String {
    let answer = browser.upload("/imports", &[("kind", kind)], ("file", name, bytes)).await;
    answer.redirects().to_owned()
}

/// The page once nothing is under way any more.
pub(crate) async fn settled(browser: &Browser<'_>, address: &str) -> Answer {
    for _ in 0..1200 {
        let progress = browser.get(&format!("{address}/progress")).await.ok();
        if progress.has("\"settled\":true") {
            return browser.get(address).await.ok();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the import never settles");
}

/// Stores it, and gives the page once that is done.
pub(crate) async fn commit(browser: &Browser<'_>, address: &str, fields: &[(&str, &str)]) -> Answer {
    assert_eq!(browser.post(&format!("{address}/commit"), fields).await.redirects(), address);
    settled(browser, address).await
}

/// A number on the page, by what it counts.
#[track_caller]
pub(crate) fn figure(page: &Answer, label: &str) -> usize {
    let behind = page.body.split(&format!("<dt>{label}</dt>")).nth(1);
    let shown = behind.unwrap_or_else(|| panic!("no figure {label}: {}", page.body));
    shown.split('>').nth(1).unwrap().split('<').next().unwrap().parse().unwrap()
}

/// Somebody of HR.
pub(crate) async fn hr(site: &Site) -> Browser<'_> {
    site.browser_as(&[Role::HrSpecialist]).await
}
