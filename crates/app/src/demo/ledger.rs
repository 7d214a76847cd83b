//! A ledger to try the import with: as messy as the real ones, all of it invented.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

/// Name, investor, content, total (万元), unit, day of signing, stage, received this year (万元), remark.
type Line = [&'static str; 9];

const SIGNED: [Line; 6] = [
    [
        "年产30万套智能阀门项目",
        "青岛恒信智控有限公司",
        "新建厂房2.4万平方米，生产线6条",
        "13000",
        "经济开发区",
        "2013-03-12",
        "已开工",
        "2600",
        "",
    ],
    [
        "冷链物流园项目",
        "上海远洋冷链物流有限公司",
        "建设冷库8万立方米",
        "约5000",
        "于河街道",
        "2013年5月8日",
        "已签约",
        "800",
        "二期另报",
    ],
    [
        "高端轮胎模具项目",
        "浙江巨力模具股份有限公司",
        "引进五轴加工中心24台",
        "2.6亿元",
        "于河街道",
        "2013.6.20",
        "已开工",
        "3,200",
        "",
    ],
    [
        "冷链物流园项目",
        "上海远洋冷链物流有限公司",
        "重复登记",
        "5000",
        "于河街道",
        "2013-05-08",
        "已签约",
        "",
        "与上面重复",
    ],
    [
        "海洋生物肽提取项目",
        "大连蓝海生物科技有限公司",
        "年产海洋肽500吨",
        "8600",
        "经济开发区、于河街道",
        "41456",
        "已签约",
        "1000",
        "",
    ],
    [
        "汽车线束扩建项目",
        "苏州联电线束有限公司",
        "扩建车间1.1万平方米",
        "4500",
        "科技信息局",
        "2013-07-30",
        "已投产",
        "1800",
        "",
    ],
];
const TALKED: [Line; 3] = [
    [
        "商业综合体项目",
        "万达商业管理有限公司",
        "总建筑面积12万平方米",
        "80000",
        "于河街道",
        "",
        "在谈",
        "",
        "已考察两次",
    ],
    [
        "锂电池隔膜项目",
        "深圳新材科技有限公司",
        "年产隔膜1.2亿平方米",
        "30000",
        "招商三局",
        "",
        "在谈",
        "",
        "单位名称待核",
    ],
    [
        "养老社区项目",
        "北京颐和养老产业有限公司",
        "床位1200张",
        "一期1.5亿元",
        "经济开发区",
        "",
        "线索",
        "",
        "",
    ],
];

/// `台账` of September 2013: title rows, a header of two rows, a subtotal, what cells are like.
///
/// Errors: only when the writer of workbooks fails, which it does for none of these texts.
pub fn workbook() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("9月台账")?;
    let centre = Format::new().set_align(FormatAlign::Center).set_bold();
    let head = centre.clone().set_border(FormatBorder::Thin);
    sheet.merge_range(0, 0, 0, 9, "2013年凤栖区重点招商项目台账（9月）", &centre)?;
    sheet.write(1, 0, "填报单位：区招商办")?;
    sheet.write(1, 7, "单位：万元")?;
    for (column, name) in [(0, "序号"), (1, "项目名称"), (4, "总投资"), (5, "责任单位"), (9, "备注")]
    {
        sheet.merge_range(2, column, 3, column, name, &head)?;
    }
    sheet.merge_range(2, 2, 2, 3, "基本情况", &head)?;
    sheet.write_with_format(3, 2, "投资方", &head)?;
    sheet.write_with_format(3, 3, "建设内容", &head)?;
    sheet.merge_range(2, 6, 2, 8, "进展情况", &head)?;
    for (column, name) in [(6, "签约时间"), (7, "项目阶段"), (8, "本年到位资金")] {
        sheet.write_with_format(3, column, name, &head)?;
    }
    let mut row = part(sheet, 4, "一、已签约项目", &SIGNED)?;
    sheet.write(row, 1, "小计")?;
    sheet.write(row, 4, 62_100)?;
    sheet.write(row, 8, 9_400)?;
    row = part(sheet, row + 1, "二、在谈项目", &TALKED)?;
    sheet.write(row + 1, 0, "注：本表数据截至2013年9月30日。")?;
    for (column, width) in [(1, 26.0), (2, 26.0), (3, 28.0), (5, 20.0), (6, 14.0)] {
        sheet.set_column_width(column, width)?;
    }
    book.save_to_buffer()
}

fn part(sheet: &mut Worksheet, mut row: u32, title: &str, lines: &[Line]) -> Result<u32, XlsxError> {
    sheet.write(row, 0, title)?;
    row += 1;
    for (at, line) in lines.iter().enumerate() {
        sheet.write(row, 0, at as u32 + 1)?;
        for (column, text) in (1_u16..).zip(line) {
            // Figures as numbers, as they are typed; what is not a figure as text.
            match text.parse::<u32>() {
                Ok(number) => sheet.write(row, column, number)?,
                Err(_) if text.is_empty() => continue,
                Err(_) => sheet.write(row, column, *text)?,
            };
        }
        row += 1;
    }
    Ok(row)
}
