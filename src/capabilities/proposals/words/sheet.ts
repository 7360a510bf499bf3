import { words } from '../../../platform/words.ts';

/** The workbook of proposals: headings in their order. */
export const sheetWords = words(
  {
    sheet: '建议提案',
    file: (day: string) => `建议提案 ${day}.xlsx`,
    headings:
      '类型|年份|届次|编号|案由|第一提出人|提出人数|主办单位|状态|到期日|超时|办理结果|满意度|会办已回|承诺已了',
    late: '超时',
  },
  {
    sheet: 'Proposals',
    file: (day) => `Proposals ${day}.xlsx`,
    headings:
      'Of|Year|Session|Number|Title|First signer|Signers|Lead unit|State|Due|Late|Class|Satisfaction|Co-handlers answered|Promises settled',
    late: 'late',
  },
);
