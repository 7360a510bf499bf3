/** The words of one's own drafts. */
import { words as table } from '../../../platform/words.ts';

export const draftsWords = table(
  {
    drafts: '我的草稿',
    draftsNone: '没有未提交的转诊单',
    draftsNoneWhy: '填写中的转诊单会自动保存在这里，可在另一台电脑上继续。',
    draftsFailed: '草稿列表未能读取。',
    draftsContinue: '继续填写',
    draftsDelete: '删除',
    draftsDeleteAsk: '删除后不能恢复，预占随即释放。',
    draftsDeleteYes: '确定删除',
    cancel: '取消',
    draftsUpdated: '最后保存',
    draftOf: '转诊单',
    draftNobody: '居民不详',
    draftLocalOnly: '只存于本机，尚未保存到服务器',
  },
  {
    drafts: 'My drafts',
    draftsNone: 'No referral is waiting to be sent',
    draftsNoneWhy: 'A referral being written is saved here by itself and can be continued on another computer.',
    draftsFailed: 'The drafts could not be read.',
    draftsContinue: 'Continue',
    draftsDelete: 'Delete',
    draftsDeleteAsk: 'It cannot be brought back, and its hold is released.',
    draftsDeleteYes: 'Delete it',
    cancel: 'Cancel',
    draftsUpdated: 'last saved',
    draftOf: 'Referral',
    draftNobody: 'resident unknown',
    draftLocalOnly: 'on this computer only, not saved yet',
  },
);
