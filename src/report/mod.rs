//! Reports: charts, PDF and HTML from one document model.
