/** What is wrong with a workbook or one of its cells, in words. */
import type { ErrorWords } from '../errors.ts';
import { refusals } from '../errors.ts';

export const SPREADSHEET_ERRORS: ErrorWords = {
  ...refusals(413, {
    'spreadsheet.too-large': [
      '文件过大，最多{megabytes} MB；请分成几个文件导入。',
      'The file is too large; the most is {megabytes} MB. Divide it into several files.',
    ],
    'spreadsheet.unpacks-too-large': [
      '文件解压后超过{megabytes} MB，未予读取；请删去空白行列、图片等多余内容，或分成几个文件。',
      'Unpacked, the file exceeds {megabytes} MB, so it was not read. Remove what is not needed, or divide it.',
    ],
    'spreadsheet.too-many-rows': [
      '数据超过{rows}行，请分成几个文件导入。',
      'There are more than {rows} rows. Divide them into several files.',
    ],
    'spreadsheet.too-many-columns': [
      '列数超过{columns}列，请使用模板。',
      'There are more than {columns} columns. Use the template.',
    ],
  }),
  ...refusals(422, {
    'spreadsheet.not-a-workbook': [
      '这不是 Excel 工作簿（.xlsx）；请用 Excel 或 WPS 打开后另存为 .xlsx。',
      'This is no Excel workbook (.xlsx). Open it in Excel or WPS and save it as .xlsx.',
    ],
    'spreadsheet.old-format': [
      '这是旧版 Excel 文件（.xls）或加密文件，请另存为不加密的 .xlsx 后再试。',
      'This is an old Excel file (.xls) or an encrypted one. Save it as an unencrypted .xlsx.',
    ],
    'spreadsheet.broken': [
      '工作簿内容已损坏，无法读取；请用 Excel 或 WPS 打开并重新保存后再试。',
      'The workbook is damaged. Open it in Excel or WPS, save it again and try once more.',
    ],
    'spreadsheet.merged': [
      '有合并单元格（{addresses}），请取消合并并逐行填写。',
      'Cells are merged ({addresses}). Unmerge them and fill in every row.',
    ],
    'spreadsheet.long-text': [
      '单元格{address}的文字超过{most}字，请缩短。',
      'The text in cell {address} is longer than {most} characters.',
    ],
  }),
  ...refusals(422, {
    'cell.digits-lost': [
      '按数字保存的长号码已丢失末几位（Excel 只保留15位）；请先把该列设为文本格式，再重新填写号码。',
      'A long number kept as a number has lost its last digits (Excel keeps 15). Set the column to text and type it again.',
    ],
    'cell.formula-without-value': [
      '公式没有计算结果；请复制后选择性粘贴为数值。',
      'The formula has no value. Copy it and paste it as a value.',
    ],
    'cell.error-value': ['单元格是错误值（{value}），请改正。', 'The cell holds an error ({value}). Correct it.'],
    'cell.not-a-day': [
      '不是可识别的日期，请写作 2026-01-05 的形式。',
      'Not a date that can be read. Write it like 2026-01-05.',
    ],
    'cell.no-such-day': ['没有这一天，请核对日期。', 'There is no such day. Check the date.'],
    'cell.not-whole': ['应为不带小数的数字。', 'A whole number is expected.'],
  }),
};
