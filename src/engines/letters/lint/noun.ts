/**
 * What is counted. Chinese puts it behind the number (25家医疗机构通过…) or before it (设置标准化床位300张); in both places it runs
 * into verbs and adverbs, which are cut off by list. A noun that cannot be told apart is empty: then nothing is concluded.
 */

/** Verbs and adverbs of official letters that a counted noun runs into from the right. */
const STOP_AFTER =
  /[，。；：、！？,;:()（）\t“”"《》\ue000\d]|[为是均都将已能可通被并与和及或在于按由从经获的全]|每[个家所人]?|至少|共同|开展|建设|建成|完成|实现|签署|签订|达到|纳入|进行|提供|参加|参与|获得|取得|入选|享受|毕业|学习|上岗|到岗|服务于|常年|分别|开设|设立|设置|配备|配置|运行|运营|投入|投用|开工|竣工|成立|创建|成功|接受|实施|推进|推广|形成|组成|负责|承担|列入|启动|挂牌|验收|覆盖|创成|使用|应用|合格|以上|以下|左右|基础上/;

/** What stands in front of a counted noun in its clause and is not part of it. */
const LEAD =
  '全市|全区|全县|全省|全国|我市|我区|我县|我局|我委|我院|本市|本区|城区|辖区内|辖区|市域|县域内|区域内|目前|现在|现|已经|已|将|共|共有|共计|合计|总计|总共|累计|先后|新增|新|其中|分别|约|近|超过|逾|达到|达(?!标|成|人)|为|有|至少|年均|平均|每年|今年|去年|全年|试点以来|近年来|截至目前|进一步|积极|成功|全面|大力|再|还|并|也|又|及|和|与|等|对应';
const VERBS =
  '设置|开设|设立|建成|建立|建设|组建|成立|创建|打造|培育|制作|刊发|编印|印发|印制|发放|招聘|招录|录取|录用|签约|签订|引进|柔性引进|引入|选派|派驻|派出|下派|安排|投入|争取|申报|申请|下达|拨付|落实|筹集|募集|完成|实施|开展|举办|组织|承办|召开|谋划|招引|吸引|认定|评定|评选|命名|授予|获得|取得|荣获|配备|配置|购置|购买|更新|新建|改建|改扩建|扩建|开放|提供|服务|接诊|诊治|收治|救治|转诊|上转|下转|筛查|体检|随访|管理|建档|培训|轮训|培养|考核|邀请|聘请|覆盖|惠及|受益|达标|运行|投用|启用|增加|增加到|增至|减少|减少到|提高到|提升到|提高|下降|降低|实现|带动|形成|纳入|推出|出台|制定|修订|受理|办理|办结|处理|调解|化解|核查|检查|抽查|处罚|整改|关闭|注销|审批|核准|备案|登记|接受|参加|参与|支持|鼓励|帮助|指导|指派|选聘|返聘|补充|储备|使|让|确保|保证|通过|拥有|具有|含|包括|达成|签署|发布|推送|播出|刊登|发表|立项|结题|转化|承担|涉及|占|占比|选取|遴选|确定|推荐|入选|表彰';

const FRONT = new RegExp(`^(?:${LEAD}|${VERBS}|[在对向从由以按给把被了地得]|[\\d.,%]+|[的“”"'‘’])`);
const TAIL =
  /(?:已|已经|共|共有|共计|合计|总计|总共|累计|约|近|超过|超|逾|达|达到|达成|为|有|至少|不少于|不低于|不超过|突破|各|各有|仅|仅有|分别|分别为|增至|增加到|增长到|提高到|提升到|上升到|下降到|降至|降到|从|由|到|至|了|着|过|数|数量|数达|总数达|总数为|总数|总量|计|百分之|[：:的“”"'‘’])$/;
/** A word cannot be cut off where what is left would be no noun. */
const LEAST = 2;

const strip = (text: string, pattern: RegExp, take: 'front' | 'back'): string => {
  let rest = text;
  for (;;) {
    const found = pattern.exec(rest)?.[0];
    if (found === undefined || found === '') return rest;
    const next = take === 'front' ? rest.slice(found.length) : rest.slice(0, -found.length);
    if (next.length < (take === 'front' ? LEAST : 0)) return rest;
    rest = next;
  }
};

/** The noun that follows a number and its unit: text up to the first verb, adverb or mark. */
export const nounAfter = (tail: string): string => {
  const text = tail.replace(/^[余多]/, '').replace(/^(?:以上|以下|左右|及以上)的?/, '');
  if (/^的/.test(text)) return '';
  const end = text.search(STOP_AFTER);
  const noun = end < 0 ? text : text.slice(0, end);
  return noun.length >= LEAST && noun.length <= 20 ? noun : '';
};

/** 改扩建医疗卫生、医养机构 ends in what is counted; what is behind the last verb is the noun. */
const lastPart = (text: string): string => {
  const parts = text.split(/[、，,；;：:（）()《》\t\ue000]/);
  return parts.at(-1) ?? '';
};

/** The noun that goes before a number: text behind the last mark, without leading verbs and trailing 达, 共, 为. */
export const nounBefore = (head: string): string => {
  // 可容纳100人的中心 counts what the centre can hold; 依托医院建成可容纳 is no noun
  if (/(?:可|能|能够|可以)(?:容纳|收治|收住|提供|接待|同时服务)$/.test(head)) return '';
  const quoted =
    /[“"]([^“”"]{2,12})[”"]$/.exec(head.replace(TAIL, ''))?.[1] ?? /[“"]([^“”"]{2,12})[”"]$/.exec(head)?.[1];
  if (quoted !== undefined && !/[“"][^“”"]*$/.test(head.slice(0, head.lastIndexOf(quoted) - 1))) return quoted;
  const noun = strip(strip(lastPart(head), TAIL, 'back'), FRONT, 'front');
  // 2024年为 says of when, not of what
  return noun.length >= LEAST && noun.length <= 24 && !/\d|年$/.test(noun) ? noun : '';
};
