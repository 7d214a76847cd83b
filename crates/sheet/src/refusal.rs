//! Why a file is not read.

/// The language of a sentence.
pub use yinfeng_domain::ledger::say::Lang;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the file is empty")]
    Empty,
    #[error("the file has {bytes} bytes, {limit} are the most")]
    FileTooLarge { bytes: u64, limit: u64 },
    /// `found` is what the content is: pdf, image, docx, html …
    #[error("not a workbook but {found}")]
    WrongType { found: &'static str },
    #[error("the workbook is protected by a password")]
    PasswordProtected,
    #[error("the workbook is damaged: {detail}")]
    Damaged { detail: String },
    #[error("the archive swells beyond all measure")]
    ZipBomb,
    #[error("the archive has {entries} files")]
    TooManyEntries { entries: usize },
    #[error("sheet {sheet} has {rows} rows, {limit} are the most")]
    TooManyRows { sheet: String, rows: u32, limit: u32 },
    #[error("sheet {sheet} has {columns} columns, {limit} are the most")]
    TooManyColumns { sheet: String, columns: usize, limit: usize },
    #[error("the workbook has {sheets} sheets")]
    TooManySheets { sheets: usize },
    /// Neither UTF-8, UTF-16 nor GB18030; `at` is the first byte that is none of them.
    #[error("the text is in no known encoding, from byte {at} on")]
    NotText { at: usize },
    #[error("there is no sheet {sheet}")]
    NoSuchSheet { sheet: usize },
}

impl Refusal {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "sheet.empty",
            Self::FileTooLarge { .. } => "sheet.file_too_large",
            Self::WrongType { .. } => "sheet.wrong_type",
            Self::PasswordProtected => "sheet.password_protected",
            Self::Damaged { .. } => "sheet.damaged",
            Self::ZipBomb => "sheet.zip_bomb",
            Self::TooManyEntries { .. } => "sheet.too_many_entries",
            Self::TooManyRows { .. } => "sheet.too_many_rows",
            Self::TooManyColumns { .. } => "sheet.too_many_columns",
            Self::TooManySheets { .. } => "sheet.too_many_sheets",
            Self::NotText { .. } => "sheet.not_text",
            Self::NoSuchSheet { .. } => "sheet.no_such_sheet",
        }
    }

    /// A sentence that tells a clerk what to do.
    pub fn say(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        match self {
            Self::Empty if zh => "文件是空的，没有任何内容。".into(),
            Self::Empty => "The file is empty.".into(),
            Self::FileTooLarge { bytes, limit } => {
                let (has, most) = (bytes.div_ceil(1 << 20), limit >> 20);
                if zh {
                    format!("文件有{has}MB，最大{most}MB。请拆分后再上传。")
                } else {
                    format!("The file has {has} MB, {most} MB are the most. Split it and upload the parts.")
                }
            }
            Self::WrongType { found } => {
                if zh {
                    format!(
                        "这不是Excel或CSV表格，而是{}。请用Excel打开并另存为.xlsx，再上传。",
                        type_zh(found)
                    )
                } else {
                    format!(
                        "This is no Excel or CSV table but {found}. Open it in Excel, save it as .xlsx, and upload that."
                    )
                }
            }
            Self::PasswordProtected if zh => "工作簿设有密码。请在Excel中取消密码，再上传。".into(),
            Self::PasswordProtected => {
                "The workbook is protected by a password. Remove the password in Excel and upload it again."
                    .into()
            }
            Self::Damaged { .. } if zh => "文件已损坏，读不出来。请用Excel打开并重新保存，再上传。".into(),
            Self::Damaged { .. } => {
                "The file is damaged and cannot be read. Open it in Excel, save it again, and upload that."
                    .into()
            }
            Self::ZipBomb if zh => "文件解压后异常庞大，已拒绝读取。".into(),
            Self::ZipBomb => "The file swells beyond all measure when unpacked and was refused.".into(),
            Self::TooManyEntries { entries } if zh => format!("文件内含{entries}个部件，过多，已拒绝读取。"),
            Self::TooManyEntries { entries } => {
                format!("The file holds {entries} parts, too many, and was refused.")
            }
            Self::TooManyRows { sheet, rows, limit } if zh => {
                format!("工作表“{sheet}”有{rows}行，最多{limit}行。请删去下方的空行或拆分后再上传。")
            }
            Self::TooManyRows { sheet, rows, limit } => {
                format!(
                    "Sheet “{sheet}” has {rows} rows, {limit} are the most. Split it and upload the parts."
                )
            }
            Self::TooManyColumns { sheet, columns, limit } if zh => {
                format!("工作表“{sheet}”有{columns}列，最多{limit}列。请删去右侧多余的列，再上传。")
            }
            Self::TooManyColumns { sheet, columns, limit } => {
                format!(
                    "Sheet “{sheet}” has {columns} columns, {limit} are the most. Delete what is not needed on the right."
                )
            }
            Self::TooManySheets { sheets } if zh => format!("工作簿有{sheets}张工作表，过多。"),
            Self::TooManySheets { sheets } => format!("The workbook has {sheets} sheets, too many."),
            Self::NotText { at } if zh => {
                format!("文字编码无法识别（从第{at}字节起）。请另存为UTF-8编码的CSV或.xlsx，再上传。")
            }
            Self::NotText { at } => {
                format!(
                    "The text is in no known encoding, from byte {at} on. Save it as CSV in UTF-8 or as .xlsx."
                )
            }
            Self::NoSuchSheet { sheet } if zh => format!("没有第{}张工作表。", sheet + 1),
            Self::NoSuchSheet { sheet } => format!("There is no sheet {}.", sheet + 1),
        }
    }
}

fn type_zh(found: &str) -> &str {
    match found {
        "pdf" => "PDF文件",
        "image" => "图片",
        "docx" | "doc" => "Word文档",
        "pptx" => "演示文稿",
        "html" => "网页（虽然扩展名可能是.xls）",
        "xml" => "XML文件",
        "xlsb" => "二进制工作簿（.xlsb）",
        "ods" => "OpenDocument表格（.ods）",
        "zip" => "压缩包",
        "text" => "普通文本",
        _ => "其他类型的文件",
    }
}
