import { words as table } from '../../../platform/words.ts';

export const breakGlassWords = table(
  {
    title: '情况紧急，来不及登记：紧急查看',
    what: '紧急查看会留下以下后果，请确认确有必要：',
    follows: (until: string) => `只有您本人可以查看，只限这一位居民，${until}自动失效`,
    told: '居民和其家庭医生会收到通知，居民能看到您是谁、看了什么、为什么',
    marked: '您的每一次查看都会单独标记',
    reviewed: (organisation: string, role: string) =>
      `由${organisation}${role}逐件审核，审核不能关闭；查看不合理的，会告知居民并处理`,
    unverified: '时限与原因为平台默认值，待区域核定',
    reason: '紧急原因',
    reasons: {
      'life-threatening': '危及生命',
      unconscious: '意识不清，无法登记',
      'public-health': '突发公共卫生事件',
      'care-needed-now': '现场救治，来不及登记',
    },
    withheldToo: '含居民不愿他人查看的内容',
    explanation: '情况说明',
    explanationHint: '写明现在发生了什么、为什么必须现在看，至少10个字；审核人和居民都能看到',
    act: '确认紧急查看',
    acting: '正在打开…',
    cancel: '不查看',
    needReason: '请选择紧急原因',
    needWords: '请写明情况，至少10个字',
    opened: '已打开，请尽快处置；查看有时限',
  },
  {
    title: 'It cannot wait for a registration: emergency access',
    what: 'Emergency access has these consequences; be sure that it is needed:',
    follows: (until) => `Only you may read, only this resident’s record; it ends by itself ${until}`,
    told: 'The resident and their family doctor are told; the resident sees who you are, what you read and why',
    marked: 'Every look of yours is marked',
    reviewed: (organisation, role) =>
      `Reviewed one by one by ${organisation}, ${role}; the review cannot be switched off. A look without need is told to the resident and acted upon`,
    unverified: 'Limit and reasons are defaults, not confirmed by the region',
    reason: 'Reason',
    reasons: {
      'life-threatening': 'Danger to life',
      unconscious: 'Unconscious, cannot be registered',
      'public-health': 'Public health emergency',
      'care-needed-now': 'Care on the spot, no time to register',
    },
    withheldToo: 'with what the resident keeps from others',
    explanation: 'What is happening',
    explanationHint:
      'What happens now and why it must be read now, ten characters at least; the reviewer and the resident read it',
    act: 'Open in an emergency',
    acting: 'Opening…',
    cancel: 'Do not look',
    needReason: 'Choose a reason',
    needWords: 'Say what is happening, in ten characters at least',
    opened: 'Open. It ends by itself.',
  },
);
