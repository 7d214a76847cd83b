import './milestones.css';
import { useQuery } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useSession } from '@/api/session';
import type { Action, UnitRef } from '@/api/types';
import { useT, type Dict } from '@/i18n';
import { DateInput } from '@/ui/DateInput';
import { UnitPick } from '@/ui/pick';
import { PlainTable } from '@/ui/PlainTable';
import { Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { options, StateTag, word } from '@/ui/words';

interface Node {
  node: string;
  planned_on: string | null;
  actual_on: string | null;
  days_late: number | null;
  note: string;
  version: number;
}
interface Approval {
  approval: string;
  unit: UnitRef | null;
  due_on: string | null;
  standing: string;
  granted_on: string | null;
  number: string;
  overdue: boolean;
  version: number;
}
interface Plan {
  milestones: Node[];
  approvals: Approval[];
  as_of: string;
  edit: Action;
}

/** Nodes of construction and approvals, planned against actual. */
export function Milestones({ project }: { project: string }) {
  const t = useT();
  const plan = useQuery({
    queryKey: ['projects', project, 'milestones'],
    queryFn: ({ signal }) => api.get<Plan>(`/api/v1/projects/${project}/milestones`, undefined, signal),
  });
  const [node, setNode] = useState<Node | null>(null);
  const [approval, setApproval] = useState<Approval | null>(null);
  return (
    <section className="panel" aria-label={t.milestone.title}>
      <h2>{t.milestone.title}</h2>
      <Shown of={plan} rows={5}>
        {(data) => (
          <>
            <Chart plan={data} edit={setNode} />
            <h3 className="approvals-head">{t.milestone.approvals}</h3>
            <PlainTable
              label={t.milestone.approvals}
              rows={data.approvals}
              rowKey={(row) => row.approval}
              columns={[
                { title: t.milestone.approval, head: true, cell: (row) => word(t, 'approval', row.approval) },
                { title: t.milestone.department, cell: (row) => row.unit?.short_name || row.unit?.name },
                { title: t.milestone.due, cell: (row) => <span className="num">{row.due_on}</span> },
                {
                  title: t.common.status,
                  cell: (row) => (
                    <span className="tags">
                      <StateTag dimension="approvalStanding" code={row.standing} />
                      {row.overdue && <span className="tag bad">{t.milestone.overdue}</span>}
                      {row.granted_on && <span className="num soft">{row.granted_on}</span>}
                    </span>
                  ),
                },
                { title: t.milestone.number, cell: (row) => row.number },
                ...(data.edit.ok
                  ? [
                      {
                        title: t.common.actions,
                        cell: (row: Approval) => (
                          <button type="button" className="link" onClick={() => setApproval(row)} aria-label={`${t.common.edit} ${word(t, 'approval', row.approval)}`}>
                            {t.common.edit}
                          </button>
                        ),
                      },
                    ]
                  : []),
              ]}
            />
          </>
        )}
      </Shown>
      {node && <NodeDialog project={project} node={node} close={() => setNode(null)} />}
      {approval && <ApprovalDialog project={project} approval={approval} close={() => setApproval(null)} />}
    </section>
  );
}

const time = (day: string) => Date.parse(day);

/** A row for each node: the plan is a hollow mark, what happened a full one; how they differ is said in words. */
function Chart({ plan, edit }: { plan: Plan; edit: (node: Node) => void }) {
  const t = useT();
  const days = plan.milestones.flatMap((one) => [one.planned_on, one.actual_on]).filter((day) => day !== null);
  const known = [...days, plan.as_of].map(time);
  const [from, to] = [Math.min(...known), Math.max(...known)];
  const at = (day: string) => `${(3 + (94 * (time(day) - from)) / Math.max(1, to - from)).toFixed(2)}%`;
  return (
    <>
      {days.length > 0 && (
        <p className="soft legend">
          ◇ {t.milestone.planned} · ● {t.milestone.actual} · <span className="num">{t.milestone.asOf(plan.as_of)}</span>
        </p>
      )}
      <ol className="nodes">
        {plan.milestones.map((one) => (
          <li key={one.node}>
            <span className="node-name">{word(t, 'node', one.node)}</span>
            {days.length > 0 && (
              <svg className="node-strip" height="22" aria-hidden>
                <line x1="0" x2="100%" y1="11" y2="11" className="axis" />
                <line x1={at(plan.as_of)} x2={at(plan.as_of)} y1="0" y2="22" className="today" />
                {one.planned_on && one.actual_on && (
                  <line x1={at(one.planned_on)} x2={at(one.actual_on)} y1="11" y2="11" className={(one.days_late ?? 0) > 0 ? 'behind' : 'ahead'} />
                )}
                {one.planned_on && (
                  <svg x={at(one.planned_on)} overflow="visible">
                    <path d="M -6 11 L 0 5 L 6 11 L 0 17 Z" className="plan" />
                  </svg>
                )}
                {one.actual_on && <circle cx={at(one.actual_on)} cy="11" r="5" className={(one.days_late ?? 0) > 0 ? 'done behind' : 'done'} />}
              </svg>
            )}
            <span className="node-said num">{said(t, one) || <span className="soft">{t.milestone.unknown}</span>}</span>
            {plan.edit.ok && (
              <button type="button" className="link" onClick={() => edit(one)} aria-label={`${t.common.edit} ${word(t, 'node', one.node)}`}>
                {t.common.edit}
              </button>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

/** The days, and how far they are apart, in words: colour alone says nothing. */
function said(t: Dict, one: Node): string {
  const parts = [];
  if (one.planned_on) parts.push(`${t.milestone.planned} ${one.planned_on}`);
  if (one.actual_on) parts.push(`${t.milestone.actual} ${one.actual_on}`);
  if (one.days_late !== null) {
    const days = Math.abs(one.days_late);
    parts.push(one.days_late > 0 ? (one.actual_on ? t.milestone.late(days) : t.milestone.waiting(days)) : one.days_late < 0 ? t.milestone.early(days) : t.milestone.onTime);
  }
  if (one.note) parts.push(one.note);
  return parts.join(' · ');
}

function NodeDialog({ project, node, close }: { project: string; node: Node; close: () => void }) {
  const t = useT();
  const { server } = useSession();
  const [form] = Form.useForm<Node>();
  const write = useWrite((values: Partial<Node>, key) => api.put(`/api/v1/projects/${project}/milestones/${node.node}`, { ...values, version: node.version }, key), {
    said: t.common.saved,
    refresh: [['projects', project, 'milestones'], ['timeline']],
    onDone: close,
    place: () => ({ form }),
  });
  return (
    <Modal open title={word(t, 'node', node.node)} onCancel={close} onOk={() => form.submit()} okText={t.common.save} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={node} onFinish={({ planned_on, actual_on, note }) => write.mutate({ planned_on: planned_on ?? null, actual_on: actual_on ?? null, note: note ?? '' })}>
        <Form.Item name="planned_on" label={t.milestone.planned}>
          <DateInput />
        </Form.Item>
        <Form.Item name="actual_on" label={t.milestone.actual}>
          <DateInput max={server.today} />
        </Form.Item>
        <Form.Item name="note" label={t.common.note}>
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function ApprovalDialog({ project, approval, close }: { project: string; approval: Approval; close: () => void }) {
  const t = useT();
  const { server } = useSession();
  type Values = Omit<Approval, 'unit'> & { unit_id?: string };
  const [form] = Form.useForm<Values>();
  const standing = Form.useWatch('standing', form) ?? approval.standing;
  const write = useWrite(
    (values: Values, key) =>
      api.put(`/api/v1/projects/${project}/approvals/${approval.approval}`, {
        unit_id: values.unit_id ?? null,
        due_on: values.due_on ?? null,
        standing: values.standing,
        granted_on: values.standing === 'granted' ? (values.granted_on ?? null) : null,
        number: values.number ?? '',
        version: approval.version,
      }, key),
    { said: t.common.saved, refresh: [['projects', project, 'milestones'], ['timeline']], onDone: close, place: () => ({ form }) },
  );
  return (
    <Modal open title={word(t, 'approval', approval.approval)} onCancel={close} onOk={() => form.submit()} okText={t.common.save} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={{ ...approval, unit_id: approval.unit?.id }} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="unit_id" label={t.milestone.department}>
          <UnitPick allowClear placeholder={t.milestone.department} />
        </Form.Item>
        <Form.Item name="due_on" label={t.milestone.due}>
          <DateInput />
        </Form.Item>
        <Form.Item name="standing" label={t.common.status}>
          <Select options={options(t, 'approvalStanding')} />
        </Form.Item>
        {standing === 'granted' && (
          <>
            <Form.Item name="granted_on" label={t.milestone.grantedOn} rules={[{ required: true, message: t.common.required }]}>
              <DateInput max={server.today} />
            </Form.Item>
            <Form.Item name="number" label={t.milestone.number}>
              <Input maxLength={500} />
            </Form.Item>
          </>
        )}
      </Form>
    </Modal>
  );
}
