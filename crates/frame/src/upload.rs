//! Files in and out: a form with a file, and the header under which one is saved, never shown inline.

use app::attachments::Upload;
use axum::{
    extract::{FromRequest, Multipart, Request},
    http::header,
    response::{IntoResponse, Response},
};

use crate::form::Fields;

/// A form that may carry a file in its field `file`; a form without files is read as well.
pub struct WithFile {
    /// The fields without files.
    pub fields: Fields,
    /// The file, if one was chosen.
    pub file: Option<Upload>,
}

impl<S: Send + Sync> FromRequest<S> for WithFile {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let kind =
            request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
        if !kind.starts_with("multipart/form-data") {
            let fields = Fields::from_request(request, state).await?;
            return Ok(Self { fields, file: None });
        }
        let multipart = Multipart::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        read(multipart).await.map_err(IntoResponse::into_response)
    }
}

async fn read(mut multipart: Multipart) -> Result<WithFile, axum::extract::multipart::MultipartError> {
    let (mut pairs, mut file) = (Vec::new(), None);
    while let Some(part) = multipart.next_field().await? {
        let name = part.name().unwrap_or("").to_owned();
        match part.file_name().map(str::to_owned) {
            // A file field that was left empty arrives as a file without name and content.
            Some(file_name) if name == "file" => {
                let bytes = part.bytes().await?.to_vec();
                if !file_name.is_empty() || !bytes.is_empty() {
                    file = Some(Upload { file_name, bytes });
                }
            }
            Some(_) => {}
            None => pairs.push((name, part.text().await?)),
        }
    }
    Ok(WithFile { fields: Fields::new(pairs), file })
}

/// RFC 6266: the name in UTF-8, percent-encoded, with a plain fallback for what cannot read it.
pub fn disposition(name: &str) -> String {
    let encoded: String = name
        .bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    format!("attachment; filename=\"attachment\"; filename*=UTF-8''{encoded}")
}

const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~')
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_chinese_name_survives_and_nothing_breaks_out_of_the_header() {
        assert_eq!(
            disposition("签收 \"a\"\r\n.pdf"),
            "attachment; filename=\"attachment\"; filename*=UTF-8''%E7%AD%BE%E6%94%B6%20%22a%22%0D%0A.pdf"
        );
    }
}
