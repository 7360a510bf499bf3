/** Words of figures and registers; refusals beside them for the server's table. */
import { words as table } from '../../platform/words.ts';

export const words = table(
  {
    name: '指标',
    figures: '指标与口径',
    register: '台账登记',
    refusals: {
      'register.may-not': '台账由卫健委工作人员登记，您的岗位只能查看',
      'register.unknown': '没有登记项“{register}”，请从列表中选择',
      'register.unknown-organisation': '没有这个机构',
      'register.days': '生效日期不能晚于失效日期，也不能晚于今天',
      'register.says-nothing': '请填写数量或原文，至少一项',
      'register.amount': '数量应为数字，最多6位小数',
      'register.say-why': '请写明原因，至少2个字',
      'register.changed': '这条登记刚被改过，请刷新后再改',
      'register.no-entry': '没有这条登记',
      'register.withdrawn': '这条登记已撤回，不能再改',
      'register.item': '这项指标按要点登记，请填写要点代码：{items}',
      'register.document-type': '佐证材料只收 PDF、JPG 或 PNG 文件',
      'register.no-document': '这条登记没有佐证材料',
    },
  },
  {
    name: 'Figures',
    figures: 'Figures and definitions',
    register: 'Registers',
    refusals: {
      'register.may-not': 'Registers are kept by the commission; your role may look.',
      'register.unknown': 'There is no register “{register}”. Choose one of the list.',
      'register.unknown-organisation': 'There is no such organisation.',
      'register.days': 'The first day lies after the last, or is still to come.',
      'register.says-nothing': 'Give an amount or a wording.',
      'register.amount': 'The amount is a number with at most six decimals.',
      'register.say-why': 'Say why, in two characters or more.',
      'register.changed': 'This entry has just been changed. Look again before you change it.',
      'register.no-entry': 'There is no such entry.',
      'register.withdrawn': 'This entry has been withdrawn and changes no more.',
      'register.item': 'This figure is kept by items. Give one of {items}.',
      'register.document-type': 'Evidence is a PDF, JPG or PNG file.',
      'register.no-document': 'This entry has no document.',
    },
  },
);
