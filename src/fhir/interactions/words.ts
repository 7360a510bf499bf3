/** What the interactions and operations say, beside the words of structure and search in ../words.ts. */
import { words } from '../../platform/words.ts';

export const interactionWords = words(
  {
    // operations
    'unknown-operation': (v: { name: string }) => `没有“$${v.name}”这项操作`,
    'operation-elsewhere': (v: { name: string; levels: string }) =>
      `“$${v.name}”不能在这里调用；可调用的层级：${v.levels}（system 根地址，type 资源类型，instance 单条记录）`,
    'method-not-allowed': (v: { methods: string }) => `这个地址只接受以下方法：${v.methods}`,
    'not-parameters': '操作的参数应当放在 Parameters 资源里',
    // form of request and answer
    'other-body': (v: { accepted: string }) => `请求正文的类型不对；这里接受：${v.accepted}`,
    'other-charset': '请求正文只支持 UTF-8 编码',
    'other-answer': '只能返回 JSON（application/fhir+json）',
    'name-twice': '同一个对象里不能有两个同名的元素；请删去一个',
    'half-surrogate': '文本中有不完整的字符（单独的代理项），无法保存；请检查发送方的字符编码',
    // writes
    'there-already': (v: { current: number }) => `记录已经存在，当前是第 ${v.current} 版；要修改请改用 If-Match`,
    'numeric-id':
      '自定的 id 不能只是数字：各机构都从 1 编号，会写到别人的记录上。请加上本机构的前缀（例如 his7-17），或改用 POST 加 If-None-Exist 按标识查找',
    'none-match': '按条件没有找到记录',
    'id-not-found-one': '正文中的 id 与按条件找到的记录不一致',
    // patch
    'patch-not-a-list': 'JSON Patch 应当是一个数组，每一项是一个操作',
    'patch-too-long': (v: { limit: number }) => `一个 JSON Patch 最多包含 ${v.limit} 个操作`,
    'patch-operation': 'op 只能是 add、remove、replace、move、copy 或 test',
    'patch-member': (v: { name: string }) => `JSON Patch 的“${v.name}”缺失或格式不对`,
    'patch-path': '这个路径在记录中不存在，补丁未生效',
    'patch-test': 'test 不成立：记录的内容与预期不同；请重新读取后再修改',
    'patch-grown': '补丁复制的内容过多',
    'patch-identity': '补丁不能改变资源类型和 id',
    // transactions
    'entry-not-patch': 'PATCH 条目的 resource 应当是 Binary，contentType 为 application/json-patch+json',
    'several-targets': '包中有几个条目的地址都以这个相对引用结尾，无法确定指的是哪一个；请写完整的 fullUrl',
    'points-to-deleted': '引用的记录正被同一个事务删除',
  },
  {
    'unknown-operation': (v) => `There is no operation "$${v.name}"`,
    'operation-elsewhere': (v) =>
      `"$${v.name}" cannot be called here; it can on: ${v.levels} (system: the base address, type, instance: one record)`,
    'method-not-allowed': (v) => `This address accepts only: ${v.methods}`,
    'not-parameters': 'The parameters of an operation stand in a Parameters resource',
    'other-body': (v) => `The body is of the wrong type; accepted here: ${v.accepted}`,
    'other-charset': 'Only UTF-8 is accepted in a body',
    'other-answer': 'Only JSON (application/fhir+json) can be answered',
    'name-twice': 'An object may not have two elements of the same name; take one away',
    'half-surrogate':
      'The text holds half a character (a lone surrogate), which cannot be stored; check the encoding of the sender',
    'there-already': (v) => `The record exists, its current version is ${v.current}; to change it use If-Match`,
    'numeric-id':
      "An id of your own may not be a number alone: every organisation counts from 1, and it would be somebody else's record. Put your prefix before it (his7-17), or POST with If-None-Exist by identifier",
    'none-match': 'No record fits the condition',
    'id-not-found-one': 'The id in the body is not that of the record that fits the condition',
    'patch-not-a-list': 'A JSON Patch is an array of operations',
    'patch-too-long': (v) => `A JSON Patch holds at most ${v.limit} operations`,
    'patch-operation': 'op is one of add, remove, replace, move, copy, test',
    'patch-member': (v) => `"${v.name}" of the JSON Patch is missing or malformed`,
    'patch-path': 'The record has no such path; nothing was patched',
    'patch-test': 'The test fails: the record is not as expected. Read it again before changing it',
    'patch-grown': 'The patch copies too much',
    'patch-identity': 'A patch may not change the type or the id of a record',
    'entry-not-patch': 'The resource of a PATCH entry is a Binary with contentType application/json-patch+json',
    'several-targets':
      'Several entries of the bundle have an address that ends like this relative reference; write the whole fullUrl',
    'points-to-deleted': 'The record referred to is deleted by the same transaction',
  },
);
