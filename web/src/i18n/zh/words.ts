/** Names of the codes that records carry. A code the dictionary does not know is shown as it is. */
type Words = Record<string, string>;

export const words = {
  stage: {
    lead: '线索', qualified: '有效线索', negotiation: '在谈', review: '评审', ready_to_sign: '拟签约', signed: '签约',
    registered: '注册', approvals: '拿地审批', construction: '开工', completed: '竣工', production: '投产', at_capacity: '达产达效',
  } as Words,
  status: { ongoing: '正常推进', on_hold: '暂停', lost: '流失', terminated: '终止', transferred: '流转', merged: '已合并' } as Words,
  kind: {
    new: '新建', expansion: '增资扩产', renovation: '技术改造', merger: '并购', joint_venture: '合资', relocation: '迁建',
    headquarters: '总部', platform: '平台', talent: '人才', institute: '院所',
  } as Words,
  track: { capital: '招商引资', talent: '招才引智', institute: '招院引所' } as Words,
  structure: {
    modern_manufacturing: '现代制造业', emerging_services: '新兴服务业', real_estate: '房地产', agriculture: '农业', other: '其他',
  } as Words,
  agreement: { none: '未签协议', intent: '意向协议', framework: '框架协议', contract: '正式合同' } as Words,
  measure: {
    total: '总投资', fixed_assets: '固定资产投资', contract: '合同额', contract_foreign: '合同外资', registered: '注册资本', paid_in: '实缴资本',
  } as Words,
  partyRole: { investor: '投资方', project_company: '项目公司', partner: '合作方', introducer: '引荐方' } as Words,
  unitRole: { lead: '牵头', partner: '协办', landing: '落地', information: '信息' } as Words,
  eventKind: { promotion: '推介会', symposium: '恳谈洽谈会', forum: '论坛', signing: '集中签约', training: '培训', docking: '产业对接' } as Words,
  recognitionEvent: { introduced: '引进', signed: '签约', started: '开工', produced: '投产' } as Words,
  recognitionState: { claimed: '待认定', returned: '退回补充', recognised: '已认定', rejected: '不予认定' } as Words,
  fundKind: { cash: '现汇现金', capital: '注册资本金', equipment: '设备', construction: '建设投入', land: '土地款', other: '其他' } as Words,
  fundState: { claimed: '待认定', returned: '退回补充', recognised: '已认定', rejected: '不予认定', withdrawn: '已撤回' } as Words,
  evidenceKind: {
    bank_slip: '银行进账单', capital_verification: '验资报告', invoice: '发票', land_payment: '土地款凭证', contract: '合同', photo: '照片', other: '其他',
  } as Words,
  node: { demolition: '拆迁', piling: '打桩', excavation: '开挖', ground_floor: '正负零', topping_out: '封顶', completion: '竣工', equipment: '设备安装', partial_production: '部分投产', full_production: '全部投产' } as Words,
  approval: { filing: '备案', land: '用地', planning: '规划', environment: '环评', energy: '能评', construction: '施工许可' } as Words,
  approvalStanding: { open: '未办', submitted: '已受理', granted: '已办结', not_needed: '不需要' } as Words,
  admissionState: {
    precheck: '预审', opinions: '征求意见', meeting: '已开会', passed: '通过', supplement: '补充', deferred: '缓议', rejected: '否决', withdrawn: '已撤回',
  } as Words,
  check: {
    controller: '实际控制人', paid_in: '实缴资本', dishonesty: '失信、被执行情况', ownership: '股权穿透', elsewhere: '同类项目他地落地', false_state: '是否假冒央企国企',
  } as Words,
  finding: { clear: '无异常', risk: '有风险', not_applicable: '不适用' } as Words,
  side: { government: '政府承诺', investor: '投资方承诺' } as Words,
  commitmentState: { due: '待履行', partly: '部分履行', performed: '已履行', broken: '未履行', waived: '已豁免' } as Words,
  supportState: { applied: '待审批', approved: '已批准', refused: '不予批准', withdrawn: '已撤回' } as Words,
  lightColour: { green: '绿', blue: '蓝', yellow: '黄', orange: '橙', red: '红', black: '黑' } as Words,
  problemState: { open: '待答复', answered: '待确认', closed: '已销号', withdrawn: '已撤回' } as Words,
  supervisionState: { open: '待答复', answered: '待核实', closed: '已销号', cancelled: '已撤销' } as Words,
  supervisionColour: { blue: '蓝色', green: '绿色', yellow: '黄色', orange: '橙色', red: '红色', grey: '灰色' } as Words,
  supervisionTone: { urge: '督办', praise: '表扬' } as Words,
  transferState: { offered: '待接收单位答复', accepted: '待招商办确认', confirmed: '已流转', declined: '不接收', refused: '不予确认', withdrawn: '已撤回', expired: '逾期失效' } as Words,
  creditMeasure: { funds: '到位资金', projects: '引进项目', output: '产值', tax: '税收' } as Words,
  siteStanding: { candidate: '候选', chosen: '选定', rejected: '不采用' } as Words,
  creditMode: { split: '分割', double: '双方全额' } as Words,
  rate: { performance: '履约率', registration: '注册率', landing: '落地率', start: '开工率', completion: '竣工率', production: '投产率', funds: '资金到位率' } as Words,
  rateBasis: { contract: '合同额', total: '总投资' } as Words,
  shortlist: { recommended: '推荐', pursued: '盯引洽谈', served: '服务落地' } as Words,
  verdict: { agree: '同意', conditional: '有条件同意', against: '不同意' } as Words,
  subject: { industrial_policy: '产业政策', environment: '环境保护', safety: '安全生产', land: '用地规划', finance: '财政', fair_competition: '公平竞争' } as Words,
  document: {
    meeting_record: '洽谈纪要', due_diligence: '尽职调查表', review_conclusion: '评审结论', contract: '正式合同', licence: '营业执照', filing: '备案或核准文件',
    land_contract: '土地出让合同', lease: '载体租赁合同', works_permit: '施工许可证', works_contract: '施工合同', equipment_contract: '设备采购合同及付款凭证',
    photo: '现场照片', acceptance: '竣工验收文件', production_proof: '投产证明', statistics_proof: '入规入统证明', opinion: '部门意见', other: '其他文件',
  } as Words,
  unitKind: {
    committee: '招商工作委员会', office: '招商办', street: '街道', zone: '开发区', management_district: '管理区', department: '区直部门',
    team: '专业招商队伍', squad: '小分队',
  } as Words,
  position: { leader_in_charge: '分管领导', head: '负责人', deputy: '副职', staff: '工作人员' } as Words,
  organisationKind: { enterprise: '企业', institute: '院所高校', association: '商会协会', person: '个人', government: '政府机构' } as Words,
  role: {
    office_clerk: '招商办经办', office_reviewer: '招商办审核', unit_filler: '单位填报', unit_head: '单位负责人', district_leader: '区领导',
    factor_department: '要素部门', system_administrator: '系统管理员', security_administrator: '安全管理员', audit_administrator: '审计管理员',
  } as Words,
  class: {
    project: '项目', investor: '客商', fund: '到位资金', ledger: '台账导入', target: '指导性计划', scheme: '考核办法', figure: '统计数字',
    report: '报告', unit: '单位', account: '账号', role: '角色', audit: '审计', dictionary: '字典', problem: '问题清单', commitment: '承诺与扶持资金', admission: '联审与尽职调查',
    supervision: '督办',
  } as Words,
  act: { read: '查看', write: '录入修改', recognise: '认定', export: '导出' } as Words,
  scope: { unit: '本单位及下级', district: '全区' } as Words,
  batchState: { reading: '读取中', ready: '待导入', importing: '导入中', imported: '已导入', undone: '已撤销', failed: '失败' } as Words,
  schemeState: { draft: '草稿', in_force: '施行', retired: '停用' } as Words,
  assessmentMeasure: { funds: '到位资金', projects: '项目', talents: '人才', institutes: '院所' } as Words,
};
