//! Files in and out: a form with a file, and the download, never shown inline.

use app::attachments::{self, Upload};
use axum::{
    body::Body,
    extract::{FromRequest, Multipart, Path, Request},
    http::header,
    response::{IntoResponse, Response},
};
use kernel::AttachmentId;

use crate::{failure::Failure, form::Fields, guard::Signed};

/// A form that may carry a file in its field `file`; a form without files is read as well.
pub(crate) struct WithFile {
    pub(crate) fields: Fields,
    pub(crate) file: Option<Upload>,
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

/// The file, to be saved.
pub(crate) async fn download(Signed(who): Signed, Path(id): Path<AttachmentId>) -> Result<Response, Failure> {
    let file = attachments::open(&who.cx, id).await?;
    let headers = [
        (header::CONTENT_TYPE, file.media_type),
        (header::CONTENT_DISPOSITION, disposition(&file.file_name)),
        (header::CONTENT_LENGTH, file.content.size().to_string()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    let body = Body::from_stream(tokio_util::io::ReaderStream::new(file.content.into_reader()));
    Ok((headers, body).into_response())
}

/// RFC 6266: the name in UTF-8, percent-encoded, with a plain fallback for what cannot read it.
pub(crate) fn disposition(name: &str) -> String {
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
