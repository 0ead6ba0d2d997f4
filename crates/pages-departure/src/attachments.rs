//! A file that was kept, given out again.

use app::attachments;
use axum::{
    body::Body,
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use frame::{failure::Failure, guard::Signed, upload::disposition};
use kernel::AttachmentId;

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
