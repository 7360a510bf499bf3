/**
 * What the demonstration's referrals were about: made up, as a township doctor and a ward would write them. None of it is a rule
 * of medicine, and none of it is taken from anybody's record.
 */
export type Illness = {
  readonly specialty: string;
  readonly impression: string;
  readonly reason: string;
  readonly history: string;
  readonly treatment: string;
  readonly diagnosis: string;
  readonly results: string;
  readonly treated: string;
  readonly advice: string;
  readonly task: string;
  readonly seen: string;
};

export const ILLNESSES: readonly Illness[] = [
  {
    specialty: 'cardiology',
    impression: '冠心病，不稳定型心绞痛待查',
    reason: '近一周活动后胸闷反复发作，每次约10分钟，含服硝酸甘油可缓解，需进一步检查',
    history: '高血压8年，冠心病3年，规律服药',
    treatment: '阿司匹林、阿托伐他汀口服，发作时硝酸甘油舌下含服',
    diagnosis: '冠心病，不稳定型心绞痛；高血压病',
    results: '心电图提示胸前导联ST段压低，冠脉造影前降支中段狭窄，已植入支架1枚',
    treated: '双联抗血小板、调脂、控制血压',
    advice: '按时服药，不可自行停用抗血小板药，胸痛超过15分钟立即拨打120',
    task: '复查心电图和血压',
    seen: '无胸痛发作，血压平稳，服药规律',
  },
  {
    specialty: 'endocrinology',
    impression: '2型糖尿病，血糖控制不佳',
    reason: '空腹血糖近两周在12～15 mmol/L之间，双足麻木，需调整方案并筛查并发症',
    history: '2型糖尿病11年，口服二甲双胍',
    treatment: '二甲双胍口服，饮食指导',
    diagnosis: '2型糖尿病，糖尿病周围神经病变',
    results: '糖化血红蛋白9.6%，尿微量白蛋白轻度升高，眼底未见出血',
    treated: '基础胰岛素起始治疗，营养神经',
    advice: '每晚固定时间注射胰岛素，每周测空腹血糖三次，出现心慌出汗先测血糖再进食',
    task: '测空腹血糖，检查足部皮肤',
    seen: '空腹血糖7.1 mmol/L，足部皮肤完整，注射方法正确',
  },
  {
    specialty: 'respiratory',
    impression: '慢性阻塞性肺疾病急性加重',
    reason: '咳嗽咳痰加重5天，痰黄，活动后气短明显，门诊抗感染3天效果不佳',
    history: '慢阻肺6年，吸烟40年，已戒2年',
    treatment: '头孢类抗感染，支气管扩张剂雾化',
    diagnosis: '慢性阻塞性肺疾病急性加重',
    results: '胸部CT示肺气肿，右下肺少许炎症，血气分析氧分压68 mmHg',
    treated: '抗感染、雾化、短程激素，症状缓解',
    advice: '坚持吸入剂，注意保暖，痰色变黄或气短加重及时就诊',
    task: '检查吸入装置用法，测血氧',
    seen: '静息血氧95%，痰白量少，吸入方法已纠正',
  },
  {
    specialty: 'neurology',
    impression: '短暂性脑缺血发作待查',
    reason: '两天内两次右侧肢体无力，各持续约20分钟后完全缓解',
    history: '高血压12年，血压控制不稳',
    treatment: '口服降压药',
    diagnosis: '短暂性脑缺血发作；高血压病',
    results: '头颅磁共振未见新发梗死，颈动脉超声左侧斑块',
    treated: '抗血小板、他汀、调整降压方案',
    advice: '血压控制在医嘱范围，再次出现肢体无力或言语不清立即拨打120',
    task: '测血压，核对服药',
    seen: '血压稳定，未再发作，行走如常',
  },
  {
    specialty: 'orthopaedics',
    impression: '右股骨颈骨折',
    reason: '家中滑倒后右髋疼痛、不能站立，X线提示股骨颈骨折，需手术评估',
    history: '骨质疏松，既往无手术史',
    treatment: '制动，止痛',
    diagnosis: '右股骨颈骨折，人工股骨头置换术后',
    results: '术后X线假体位置良好，下肢静脉超声未见血栓',
    treated: '手术，预防血栓，早期康复训练',
    advice: '三个月内避免髋关节过度屈曲内收，助行器下地，坚持抗骨质疏松治疗',
    task: '检查切口和下肢肿胀，指导行走训练',
    seen: '切口愈合好，下肢无肿胀，能扶助行器行走',
  },
  {
    specialty: 'gastroenterology',
    impression: '上消化道出血',
    reason: '黑便3天伴乏力，血红蛋白86 g/L，需内镜检查',
    history: '长期服用止痛药',
    treatment: '禁食，质子泵抑制剂静脉应用',
    diagnosis: '胃溃疡伴出血',
    results: '胃镜见胃窦溃疡，已止血；幽门螺杆菌阳性',
    treated: '内镜下止血，抑酸，根除幽门螺杆菌治疗',
    advice: '停用止痛药，按疗程服完四联药，黑便或头晕及时就诊',
    task: '复查血常规',
    seen: '大便转黄，血红蛋白回升，无头晕',
  },
  {
    specialty: 'rehabilitation',
    impression: '脑梗死恢复期',
    reason: '左侧肢体活动不利，需住院康复训练',
    history: '脑梗死后2个月',
    treatment: '抗血小板，居家训练',
    diagnosis: '脑梗死恢复期，左侧偏瘫',
    results: '改良Barthel指数由45分升至65分',
    treated: '运动疗法、作业疗法、针灸',
    advice: '每日训练两次，家属协助防跌倒',
    task: '评估日常生活能力，指导家庭训练',
    seen: '可扶拐行走，进食穿衣自理',
  },
];

export const REFUSALS = [
  { reason: 'no-free-bed', nextStep: 'refer-elsewhere', explanation: '本科室床位已满，预计三日内无床，建议转市级医院' },
  { reason: 'base-can-treat', nextStep: 'treat-at-base', explanation: '病情平稳，可在卫生院调整用药，已电话指导' },
  { reason: 'outside-scope', nextStep: 'refer-elsewhere', explanation: '需介入治疗，本院暂不具备条件' },
] as const;
