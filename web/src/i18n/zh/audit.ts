export const audit = {
  title: '审计',
  sub: '每一次改动都在此留痕，前后相扣，不能修改',
  at: '时间',
  actor: '操作人',
  act: '操作',
  subject: '对象',
  subjectId: '对象编号',
  detail: '内容',
  request: '请求',
  seq: '序号',
  hash: '校验值',
  verify: '核验完整性',
  verified: (rows: string) => `已核验 ${rows} 条，完整无缺`,
  broken: (seq: number) => `第 ${seq} 条起不一致`,
  subjectPlaceholder: '对象，如 project',
  actPlaceholder: '操作，如 project.create',
  actorPlaceholder: '操作人',
  date: '日期',
  system: '系统',
};

/** Names of the acts that the audit records; an act without a name is shown by its code. */
export const auditActs: Record<string, string> = {};
