/** What is wrong with a file brought in, or with one of its rows, in words. */
import type { ErrorWords } from '../../platform/errors.ts';
import { refusals } from '../../platform/errors.ts';

const named = (lead: string, names: string | number | undefined, tail = '。'): string =>
  names === undefined || names === '' ? '' : `${lead}${String(names)}${tail}`;

export const IMPORT_ERRORS: ErrorWords = {
  ...refusals(404, {
    'import.unknown': ['没有这次导入，或不属于本机构。', 'There is no such import, or it is not your organisation’s.'],
    'import.unknown-kind': ['没有这种导入。', 'There is no such kind of import.'],
  }),
  ...refusals(409, {
    'import.not-checked': [
      '这份文件不在待导入状态（可能已导入或已停止），请刷新后查看。',
      'This file is not waiting to be imported: it may have been imported or stopped. Reload to see.',
    ],
    'import.digest': [
      '文件在检查之后已改动，没有导入；请重新上传检查。',
      'The file has changed since it was checked, so nothing was imported. Send it again to be checked.',
    ],
    'import.has-refused': [
      '有{count}行未通过检查；请改正后重新上传，或确认只导入其余的行。',
      '{count} rows were refused. Mend them and send the file again, or confirm that the others are imported without them.',
    ],
    'import.nothing-to-do': ['没有需要导入的行。', 'There is nothing to import.'],
    'import.region-changed': [
      '检查之后区域内的数据有变化，整份文件都没有导入；请重新上传检查。',
      'The region’s data changed since the check, so nothing of the file was imported. Send it again to be checked.',
    ],
    'import.taken-over': [
      '这次导入已由另一个进程接手或已停止，请刷新后查看。',
      'This import was taken over by another process, or stopped. Reload to see.',
    ],
    'import.file-gone': ['文件已超过保存期限，请重新上传。', 'The file is no longer kept. Send it again.'],
    'import.no-catchment': [
      '本机构没有居民辖区，不能导入辖区居民。',
      'Your organisation has no catchment, so residents cannot be imported here.',
    ],
  }),
  ...refusals(422, {
    'import.columns': [
      ({ missing, strange, twice }) =>
        `列名与模板不符。${named('缺少：', missing)}${named('不认识：', strange)}${named('重复：', twice)}请下载模板核对第1行。`,
      ({ missing, strange, twice }) =>
        `The columns are not those of the template. ${named('Missing: ', missing, '. ')}${named('Unknown: ', strange, '. ')}${named('Repeated: ', twice, '. ')}Compare row 1 with the template.`,
    ],
    'import.empty': ['工作表中没有数据行。', 'There are no rows in the sheet.'],
    'import.fault': [
      '系统内部错误，整份文件都没有导入，已记录；请重新上传，仍不成功请联系管理员。',
      'Something went wrong inside, so nothing of the file was imported; it was recorded. Send it again, or tell the administrator.',
    ],
    'import.required': ['此项必填。', 'This must be filled in.'],
    'import.too-long': ['最多{most}字，请缩短。', 'At most {most} characters.'],
    'import.not-in-list': ['不在可填内容之内，请按“代码表”填写。', 'Not one of those on the sheet of codes.'],
    'import.code': [
      '编码只能用字母、数字、短横线和点，以字母或数字开头，最多{most}位。',
      'A code has letters, digits, hyphens and dots, begins with a letter or digit and has {most} characters at most.',
    ],
    'import.twice': ['与第{row}行重复，请删去一行。', 'The same as row {row}. Remove one of them.'],
    'import.ends-before': ['停用日期应晚于启用日期。', 'The end must lie after the beginning.'],
    'import.organisation-unknown': ['没有这个机构编码。', 'There is no organisation with this code.'],
    'import.department-unknown': [
      '没有这个科室编码，或已停用。',
      'There is no department with this code, or it is closed.',
    ],
    'import.department-elsewhere': [
      '这个科室属于另一机构，请核对机构编码与科室编码。',
      'This department belongs to another organisation. Check both codes.',
    ],
    'import.code-of-department': ['这个编码已是科室编码，请另取。', 'This code is a department’s. Choose another.'],
    'import.code-of-organisation': [
      '这个编码已是机构编码，请另取。',
      'This code is an organisation’s. Choose another.',
    ],
    'import.parent-unknown': [
      '没有这个上级机构；新机构请排在本行之前。',
      'There is no such parent organisation; a new one must stand in a row above.',
    ],
    'import.parent-is-part': [
      '上级机构自身隶属于其他机构（或就是本行），只能有两级。',
      'The parent is itself part of another organisation (or this very row); there are two levels only.',
    ],
    'import.name-differs': [
      '与该编码登记的名称不一致，请核对编码。',
      'Not the name registered for this code. Check the code.',
    ],
    'import.places': ['床位数应在0至{most}之间。', 'Between 0 and {most} beds.'],
    'import.person-differs': [
      '与第{row}行是同一人员编码，但姓名、性别、电话或职称不同，请改为一致。',
      'The same person code as row {row}, with another name, sex, telephone or title. Make them the same.',
    ],
    'import.login-form': [
      '登录名须为3至40位小写字母、数字、点或横线，以字母或数字开头。',
      'A login has 3 to 40 lower-case letters, digits, dots or hyphens and begins with a letter or digit.',
    ],
    'import.login-taken': ['该登录名已属于另一人，请换一个。', 'This login is somebody else’s. Choose another.'],
    'import.login-fixed': [
      '此人已有账号，登录名不能在这里更改。',
      'This person has an account; its login cannot be changed here.',
    ],
    'import.same-person': [
      '与人员编码 {code} 的姓名和电话都相同，可能是同一人；是同一人请用该编码。',
      'Name and telephone are those of person {code}. If it is the same person, use that code.',
    ],
    'import.catchment-elsewhere': [
      '只能填写本机构或所属村卫生室的编码。',
      'Only one’s own organisation or one of its village clinics.',
    ],
    'import.record-of-another': [
      '身份证号与健康档案号在系统中属于两位居民，请核对。',
      'The identity number and the health record number belong to two residents. Check both.',
    ],
    'import.identity-differs': [
      '该健康档案号的居民登记了另一个身份证号，请核对。',
      'The resident with this health record number has another identity number. Check both.',
    ],
    'import.resident-similar': [
      '辖区内已有姓名、出生日期相同而性别不同的居民，请核对这一行。',
      'There is a resident of the same name and birth date here, and of another sex. Check this row.',
    ],
    'import.resident-elsewhere': [
      '该居民登记在其他机构的辖区，不能由表格迁入；请与对方机构核对。',
      'This resident is registered in another catchment and cannot be moved by a spreadsheet. Ask the other organisation.',
    ],
    'import.resident-differs': [
      '该身份证号或档案号已登记，但姓名、性别或出生日期不一致，请核对本人。',
      'This number is registered with another name, sex or birth date. Check with the person.',
    ],
    'import.resident-deceased': [
      '该居民已登记死亡，不能由表格修改。',
      'This resident is recorded as deceased and cannot be changed by a spreadsheet.',
    ],
  }),
};
