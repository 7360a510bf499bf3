import { words } from '../platform/words.ts';
import { interactionWords } from './interactions/words.ts';
import { profileWords } from './profiles/words.ts';
import { validationWords } from './validate/words.ts';

/** Every sentence the FHIR interface says to a person. Values of a record never stand in them (law 9). */
export const fhirWords = words(
  {
    ...interactionWords.zh,
    ...validationWords.zh,
    ...profileWords.zh,
    // reading the request
    'not-json': '请求正文不是有效的 JSON',
    'not-json-at': (v: { line: number; column: number }) => `请求正文第 ${v.line} 行第 ${v.column} 列不是有效的 JSON`,
    'nul-character': '文本中不能含有空字符（U+0000）',
    'empty-body': '请求没有正文',
    'too-large': (v: { megabytes: number }) => `请求超过 ${v.megabytes} MB，请分成几个较小的包提交`,
    'too-many-entries': (v: { limit: number }) => `一个事务最多包含 ${v.limit} 个条目，请分成几个包提交`,
    'xml-body': '请求正文只支持 JSON（application/fhir+json），不支持 XML',
    'xml-answer': '只能返回 JSON（application/fhir+json），不能返回 XML',
    'type-not-in-url': (v: { body: string; url: string }) => `正文是 ${v.body}，地址写的是 ${v.url}，两者必须一致`,
    'id-not-in-url': '正文中的 id 必须与地址中的 id 相同',
    'bad-id': 'id 只能由字母、数字、“-”和“.”组成，最长 64 个字符',
    'bad-if-match': 'If-Match 的格式应为 W/"版本号"',
    'unknown-route': '没有这个地址',
    'not-supported': (v: { what: string }) => `尚不支持：${v.what}`,
    'type-not-kept': (v: { type: string }) => `本系统不单独保存 ${v.type}`,
    'no-resident': (v: { type: string }) => `${v.type} 必须指明是哪位居民的记录（引用 Patient）`,
    // outcomes
    'not-found': (v: { type: string; id: string }) => `没有找到 ${v.type}/${v.id}，或贵机构与该居民没有服务关系`,
    'version-not-found': (v: { type: string; id: string; version: string }) =>
      `没有找到 ${v.type}/${v.id} 的第 ${v.version} 版，或贵机构与该居民没有服务关系`,
    withheld: '该居民的档案中有内容因本人意愿未显示（与本次检索条件无关）',
    erased: (v: { type: string; id: string }) => `${v.type}/${v.id} 已依法删除，各版本内容均不再保存，此编号不再使用`,
    gone: (v: { type: string; id: string }) => `${v.type}/${v.id} 已被删除，历史版本仍可查询`,
    stale: (v: { current: number }) => `记录已被更新，当前是第 ${v.current} 版；请重新读取后再修改`,
    'stale-unknown': '记录刚刚被他人更新；请重新读取后再修改',
    'id-in-use': '这个 id 已被使用，或贵机构无权修改该记录',
    'identity-number-in-use': '该身份证件号码已登记在另一位居民名下；请先按证件号码查找，不要重复建档',
    'unknown-catchment': '居民所属的服务机构不存在',
    'unknown-resident': '所引用的居民不存在',
    'consent-of-another': '这份知情同意由居民本人或其他机构登记，只有原登记方可以修改',
    'absorbed-patient':
      '该居民已并入另一份档案（见其 link 中的 replaced-by）；请把更正写到那份档案上，引用本编号的记录仍会归到那里',
    'directory-of-another': '这条目录记录由其他机构登记，只有登记方可以修改',
    'case-task': '这是流程事项的任务，只能通过办理动作改变，不能直接改写',
    'patient-not-deleted': '居民档案不能删除',
    'scope-missing': (v: { scope: string }) => `令牌没有这项权限：需要 ${v.scope}`,
    // views
    'view-fault': (v: { place: string; reason: string }) => `视图定义的 ${v.place || '根'} 有误：${v.reason}`,
    'view-limit': (v: { most: number }) => `一次最多返回 ${v.most} 行；请用 where 缩小范围`,
    'view-many-values': '某一列在一份记录里有多个值；请把该列标为 collection，或用 first()、forEach',
    // transactions
    'not-a-bundle': '提交到根地址的必须是 Bundle',
    'not-a-transaction': 'Bundle.type 必须是 transaction 或 batch',
    'bad-batch-entry': '条目的 request 无法执行：需要 method 和本服务器下的 url',
    stored: '已保存',
    'many-match': '按条件找到不止一条记录',
    'no-condition': 'If-None-Exist 必须写明查询条件',
    'chained-condition': '条件写入的查询条件不能是链式查询；请直接写本资源的参数，例如 identifier',
    'entry-without-request': '条目缺少 request',
    'entry-without-resource': '条目缺少 resource',
    'bad-entry-url': 'request.url 与请求方法不符',
    'bad-entry-method': (v: { method: string }) => `事务中不支持 ${v.method}`,
    'conditional-create': '事务中尚不支持 ifNoneExist',
    'full-url-twice': 'fullUrl 在同一个包中重复',
    'written-twice': '同一资源在一个事务中只能出现一次',
    'unresolved-reference': '引用的条目不在这个包中',
    'conditional-none': '按条件没有找到被引用的记录',
    'conditional-many': '按条件找到不止一条被引用的记录',
    'bad-conditional': '条件引用只支持“类型?identifier=系统|值”',
    // search
    'unknown-parameter': (v: { name: string; supported: string }) => `不支持查询参数“${v.name}”；支持：${v.supported}`,
    'unknown-modifier': (v: { name: string; supported: string }) =>
      `不支持查询修饰符“${v.name}”${v.supported === '' ? '' : `；支持：${v.supported}`}`,
    'too-many-values': (v: { name: string; limit: number }) =>
      `查询参数“${v.name}”的取值过多；一个参数最多 ${v.limit} 个值，请分几次查询`,
    'too-many-parameters': (v: { limit: number }) => `查询参数过多；一次查询最多 ${v.limit} 个`,
    'too-many-includes': (v: { limit: number }) => `_include 和 _revinclude 合计最多 ${v.limit} 个`,
    'too-many-included': (v: { limit: number }) =>
      `随同返回的记录超过 ${v.limit} 条；请减小 _count，或少带几个 _include、_revinclude`,
    'count-too-large': (v: { limit: number }) => `_count 不能超过 ${v.limit}；请按 next 链接逐页读取`,
    'chain-too-deep': (v: { name: string; limit: number }) => `“${v.name}”的链式查询最多 ${v.limit} 层`,
    'chain-too-wide': (v: { name: string; limit: number }) =>
      `“${v.name}”涉及的记录过多（上限 ${v.limit} 条）；请写得更具体，例如按 identifier 查找，或同时指定 patient`,
    'chain-without-type': (v: { name: string }) => `“${v.name}”可能指向多种资源；请写明类型，例如 subject:Patient.name`,
    'search-too-long': (v: { seconds: number }) =>
      `查询超过 ${v.seconds} 秒未完成，已停止；请增加条件，例如 patient、identifier 或 _id`,
    'index-incomplete': '检索索引正在重建，本次结果可能缺少升级前写入的部分记录，请稍后再查',
    'bad-revinclude': (v: { type: string }) => `_revinclude 应写作“类型:参数”，且该参数能引用 ${v.type}`,
    'bad-compartment': (v: { compartment: string; type: string }) => `${v.type} 不在 ${v.compartment} 的记录范围内`,
    'one-type-only': '跨类型查询需要用 _type 写明类型，并且只能使用所有类型共有的参数',
    'bad-parameter': (v: { name: string }) => `查询参数“${v.name}”的值无效`,
    'empty-parameter': (v: { name: string }) => `查询参数“${v.name}”没有值`,
    'bad-sort': (v: { supported: string }) => `只能按以下参数排序：${v.supported}`,
    'bad-include': (v: { supported: string }) => `_include 只支持：${v.supported}`,
    'bad-page': '翻页标记无效，请从第一页重新查询',
  },
  {
    ...interactionWords.en,
    ...validationWords.en,
    ...profileWords.en,
    'not-json': 'The body is not valid JSON',
    'not-json-at': (v) => `The body is not valid JSON at line ${v.line}, column ${v.column}`,
    'nul-character': 'Text must not contain the NUL character (U+0000)',
    'empty-body': 'The request has no body',
    'too-large': (v) => `The request exceeds ${v.megabytes} MB; send it as several smaller bundles`,
    'too-many-entries': (v) => `A transaction holds at most ${v.limit} entries; send it as several bundles`,
    'xml-body': 'Only JSON (application/fhir+json) is accepted, not XML',
    'xml-answer': 'Only JSON (application/fhir+json) can be answered, not XML',
    'type-not-in-url': (v) => `The body is a ${v.body} but the address says ${v.url}; they must agree`,
    'id-not-in-url': 'The id in the body must be the id in the address',
    'bad-id': 'An id consists of letters, digits, "-" and ".", at most 64 of them',
    'bad-if-match': 'If-Match must have the form W/"version"',
    'unknown-route': 'There is no such address',
    'not-supported': (v) => `Not supported yet: ${v.what}`,
    'type-not-kept': (v) => `${v.type} is not kept as a record of its own`,
    'no-resident': (v) => `${v.type} must say whose record it is (a reference to a Patient)`,
    'not-found': (v) => `${v.type}/${v.id} was not found, or your organisation has no relation to this resident`,
    'version-not-found': (v) =>
      `Version ${v.version} of ${v.type}/${v.id} was not found, or your organisation has no relation to this resident`,
    withheld: 'Something of this resident’s record is not shown, as they wish (whatever was searched for)',
    erased: (v) => `${v.type}/${v.id} was erased by law in all its versions; nothing is kept under this id any more`,
    gone: (v) => `${v.type}/${v.id} has been deleted; its history can still be read`,
    stale: (v) => `The record has changed: its current version is ${v.current}. Read it again before changing it`,
    'stale-unknown': 'Someone else has just changed the record. Read it again before changing it',
    'id-in-use': 'This id is in use, or your organisation may not change the record',
    'identity-number-in-use':
      'This identity number is already registered for another resident. Find the resident by the number instead of registering again',
    'unknown-catchment': "The resident's catchment organisation does not exist",
    'unknown-resident': 'The resident referred to does not exist',
    'consent-of-another': 'This consent was recorded by the resident or by another organisation: only they change it',
    'absorbed-patient':
      'This resident is now part of another record (see replaced-by in its link). Write changes there; records that name this id still reach it',
    'directory-of-another':
      'This record of the directory was written by another organisation, which alone may change it',
    'case-task': 'This is the task of a case: it changes only by a step, not by being written',
    'patient-not-deleted': "A resident's record cannot be deleted",
    'scope-missing': (v) => `The token does not allow this: ${v.scope} is needed`,
    // views
    'view-fault': (v: { place: string; reason: string }) =>
      `the view is wrong at ${v.place || 'its root'}: ${v.reason}`,
    'view-limit': (v: { most: number }) => `at most ${v.most} rows are given; narrow the view by a condition`,
    'view-many-values':
      'a column finds several values in one record; mark it as a collection, or use first() or forEach',
    // transactions
    'not-a-bundle': 'What is posted to the base address must be a Bundle',
    'not-a-transaction': 'Bundle.type must be transaction or batch',
    'bad-batch-entry': 'The request of this entry cannot be performed: it needs a method and a url of this server',
    stored: 'Stored',
    'many-match': 'More than one record fits the condition',
    'no-condition': 'If-None-Exist has to name a condition',
    'chained-condition':
      'The condition of a write cannot follow references; use parameters of the resource itself, such as identifier',
    'entry-without-request': 'The entry has no request',
    'entry-without-resource': 'The entry has no resource',
    'bad-entry-url': 'request.url does not fit the method',
    'bad-entry-method': (v) => `${v.method} is not supported in a transaction`,
    'conditional-create': 'ifNoneExist is not supported in a transaction yet',
    'full-url-twice': 'The fullUrl occurs twice in the bundle',
    'written-twice': 'A resource may occur only once in a transaction',
    'unresolved-reference': 'The entry referred to is not in this bundle',
    'conditional-none': 'No record fits the condition of the reference',
    'conditional-many': 'More than one record fits the condition of the reference',
    'bad-conditional': 'A conditional reference must have the form Type?identifier=system|value',
    'unknown-parameter': (v) => `The search parameter "${v.name}" is not supported; supported: ${v.supported}`,
    'unknown-modifier': (v) =>
      `The search modifier "${v.name}" is not supported${v.supported === '' ? '' : `; supported: ${v.supported}`}`,
    'too-many-values': (v) =>
      `The search parameter "${v.name}" has too many values; one parameter takes ${v.limit}, so search several times`,
    'too-many-parameters': (v) => `There are too many search parameters; one search takes ${v.limit}`,
    'too-many-includes': (v) => `A search takes ${v.limit} _include and _revinclude together`,
    'too-many-included': (v) =>
      `More than ${v.limit} records would come along; ask for a smaller _count or for fewer includes`,
    'count-too-large': (v) => `_count must not exceed ${v.limit}; follow the next links page by page`,
    'chain-too-deep': (v) => `"${v.name}" follows too many references; a chain may have ${v.limit}`,
    'chain-too-wide': (v) =>
      `"${v.name}" concerns too many records (more than ${v.limit}); be more specific, for example by identifier, or name the patient too`,
    'chain-without-type': (v) =>
      `"${v.name}" may point to many kinds of resources; name the type, as in subject:Patient.name`,
    'search-too-long': (v) =>
      `The search was stopped after ${v.seconds} seconds; add a condition such as patient, identifier or _id`,
    'index-incomplete':
      'The search index is being rebuilt: some records written before the upgrade may be missing here. Search again later',
    'bad-revinclude': (v) =>
      `_revinclude has the form Type:parameter, and the parameter must be able to point to ${v.type}`,
    'bad-compartment': (v) => `${v.type} is not part of the ${v.compartment} compartment`,
    'one-type-only': 'A search over types names them in _type and uses only parameters that all types have',
    'bad-parameter': (v) => `The value of the search parameter "${v.name}" is not valid`,
    'empty-parameter': (v) => `The search parameter "${v.name}" has no value`,
    'bad-sort': (v) => `Sorting is possible by: ${v.supported}`,
    'bad-include': (v) => `_include supports: ${v.supported}`,
    'bad-page': 'The page token is not valid; search again from the first page',
  },
);

export type FhirWord = keyof (typeof fhirWords)['zh'];
