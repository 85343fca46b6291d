//! For LibreOffice: OpenDocument 1.2 (ISO/IEC 26300), the format that Dutch government must take.

use std::io::{self, Write};

use super::{Cell, Sheet, Workbook, escaped};
use crate::interchange::zip::Zip;

const KIND: &str = "application/vnd.oasis.opendocument.spreadsheet";
const NAMES: &str = concat!(
    r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" "#,
    r#"xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" "#,
    r#"xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.2""#,
);

/// Writes a workbook.
///
/// # Errors
/// When `out` can't be written.
pub fn write(out: &mut dyn Write, workbook: &Workbook<'_>) -> io::Result<()> {
    let mut zip = Zip::begin(out);
    zip.store("mimetype", KIND.as_bytes())?;
    zip.press("META-INF/manifest.xml", |xml| {
        write!(xml, r#"<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{KIND}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"#)
    })?;
    zip.press("content.xml", |xml| {
        write!(xml, r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}><office:automatic-styles><style:style style:name="kop" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles><office:body><office:spreadsheet>"#)?;
        for sheet in Sheet::ALL {
            write!(xml, r#"<table:table table:name="{}">"#, sheet.name())?;
            let mut is_first = sheet != Sheet::Account;
            workbook.rows(sheet, &mut |cells| row(xml, cells, std::mem::take(&mut is_first)))?;
            xml.write_all(b"</table:table>")?;
        }
        xml.write_all(b"</office:spreadsheet></office:body></office:document-content>")
    })?;
    zip.finish()
}

fn row(xml: &mut dyn Write, cells: &[Cell], is_head: bool) -> io::Result<()> {
    let style = if is_head {
        r#" table:style-name="kop""#
    } else {
        ""
    };
    xml.write_all(b"<table:table-row>")?;
    for cell in cells {
        match cell {
            Cell::Empty => xml.write_all(b"<table:table-cell/>")?,
            Cell::Number(number) => write!(
                xml,
                r#"<table:table-cell{style} office:value-type="float" office:value="{number}"><text:p>{number}</text:p></table:table-cell>"#
            )?,
            Cell::Text(text) => {
                write!(
                    xml,
                    r#"<table:table-cell{style} office:value-type="string">"#
                )?;
                for line in text.split('\n') {
                    write!(xml, "<text:p>{}</text:p>", escaped(line))?;
                }
                xml.write_all(b"</table:table-cell>")?;
            }
        }
    }
    xml.write_all(b"</table:table-row>")
}
