//! Changes in what people do, against their own past.
