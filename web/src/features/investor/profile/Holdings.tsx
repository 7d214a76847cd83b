import { Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan, useOfficeDay } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { percentText } from '@/lib/share';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { DateInput } from '@/ui/DateInput';
import { OrganisationPick, type Choice } from '@/ui/pick';
import { PlainTable } from '@/ui/PlainTable';
import { ShareInput } from '@/ui/ShareInput';
import { useWrite } from '@/ui/useWrite';
import { Foot } from './Foot';
import { profileKey } from './Profile';
import type { Holding, Profile, TreeNode } from './types';

/** Who owns an investor and whom it owns: the tree of today, and every share with its days. */
export function Holdings({ id, name, profile }: { id: string; name: string; profile: Profile }) {
  const t = useT();
  const can = useCan();
  const [editing, setEditing] = useState<Holding | 'new' | null>(null);
  const none = profile.owners.length + profile.owned.length === 0;
  return (
    <>
      <div className="panel-head">
        <h2>{t.profile.ownership}</h2>
        {can('investor.write') && (
          <ActionButton size="small" action={profile.edit} onClick={() => setEditing('new')}>
            {t.profile.addHolding}
          </ActionButton>
        )}
      </div>
      {none && <p className="soft">{t.profile.noHoldings}</p>}
      {profile.tree.length > 0 && <Tree nodes={profile.tree} here={id} />}
      {profile.owners.length > 0 && <Shares label={t.profile.owners} rows={profile.owners} of="owner" edit={profile.edit.ok ? setEditing : undefined} />}
      {profile.owned.length > 0 && <Shares label={t.profile.owned} rows={profile.owned} of="owned" />}
      {editing !== null && <HoldingDialog id={id} name={name} holding={editing === 'new' ? null : editing} close={() => setEditing(null)} />}
    </>
  );
}

function Tree({ nodes, here }: { nodes: TreeNode[]; here: string }) {
  const t = useT();
  return (
    <ul className="owner-tree" aria-label={t.profile.tree}>
      {nodes.map((node, at) => (
        <li key={`${node.organisation.id}${at}`} style={{ paddingLeft: node.depth * 20 }}>
          {node.depth > 0 && <span aria-hidden>└</span>}
          {node.organisation.id === here ? <span className="here">{node.organisation.name}</span> : <AppLink to={paths.investor(node.organisation.id)}>{node.organisation.name}</AppLink>}
          {node.share_bp !== null && <span className="num soft">{percentText(node.share_bp)}%</span>}
        </li>
      ))}
    </ul>
  );
}

function Shares({ label, rows, of, edit }: { label: string; rows: Holding[]; of: 'owner' | 'owned'; edit?: ((holding: Holding) => void) | undefined }) {
  const t = useT();
  return (
    <>
      <h3>{label}</h3>
      <PlainTable
        label={label}
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          { title: t.investor.name, head: true, cell: (row) => <AppLink to={paths.investor(row[of].id)}>{row[of].name}</AppLink> },
          { title: t.profile.share, right: true, cell: (row) => <span className="num">{percentText(row.share_bp)}</span> },
          { title: t.profile.from, cell: (row) => <span className="num nowrap">{row.from_on}</span> },
          { title: t.profile.until, cell: (row) => <span className="num nowrap">{row.until_on ?? t.profile.still}</span> },
          { title: t.profile.source, cell: (row) => row.source },
          ...(edit
            ? [
                {
                  title: t.common.actions,
                  cell: (row: Holding) => (
                    <button type="button" className="link" onClick={() => edit(row)} aria-label={`${t.common.edit} ${row[of].name}`}>
                      {t.common.edit}
                    </button>
                  ),
                },
              ]
            : []),
        ]}
      />
    </>
  );
}

interface Values {
  side: 'owner' | 'owned';
  other: Choice | null;
  share_bp: number;
  from_on: string;
  until_on?: string | null;
  source: string;
}

function HoldingDialog({ id, name, holding, close }: { id: string; name: string; holding: Holding | null; close: () => void }) {
  const t = useT();
  const today = useOfficeDay();
  const [form] = Form.useForm<Values>();
  const refresh = [['investors']];
  const write = useWrite(
    ({ side, other, ...values }: Values, key) => {
      const owner = side === 'owner' ? (other?.value ?? '') : id;
      const owned = side === 'owner' ? id : (other?.value ?? '');
      const body = { ...values, owner_id: owner, owned_id: owned, until_on: values.until_on ?? null, version: holding?.version ?? 0 };
      return holding ? api.put<Holding>(`/api/v1/holdings/${holding.id}`, body, key) : api.post<Holding>('/api/v1/holdings', body, key);
    },
    { said: t.common.saved, refresh, onDone: close, place: () => ({ form, stale: { resolve: close } }) },
  );
  const remove = useWrite((version: number, key) => api.post<Holding>(`/api/v1/holdings/${holding?.id ?? ''}/remove`, { version }, key), { said: t.common.done, refresh: [profileKey(id)], onDone: close, place: () => ({ stale: { resolve: close } }) });
  const side = Form.useWatch('side', form) ?? 'owner';
  const required = [{ required: true, message: t.common.required }];
  const first = holding
    ? { ...holding, side: 'owner' as const, other: { value: holding.owner.id, label: holding.owner.name } }
    : { side: 'owner' as const, from_on: today };
  return (
    <Modal
      open
      title={holding ? t.profile.holdingOf(holding.owner.name, holding.owned.name) : t.profile.addHolding}
      onCancel={close}
      destroyOnHidden
      footer={<Foot remove={holding ? () => remove.mutate(holding.version) : undefined} saving={write.isPending} save={() => form.submit()} close={close} />}
    >
      <Form form={form} layout="vertical" initialValues={first} onFinish={(values) => write.mutate(values)}>
        {!holding && (
          <Form.Item name="side" label={t.profile.side}>
            <Radio.Group
              options={[
                { value: 'owner', label: t.profile.ownsIt(name) },
                { value: 'owned', label: t.profile.itOwns(name) },
              ]}
            />
          </Form.Item>
        )}
        <Form.Item name="other" label={side === 'owner' ? t.profile.owner : t.profile.ownedOne} rules={required}>
          <OrganisationPick />
        </Form.Item>
        <Form.Item name="share_bp" label={t.profile.shareOf} rules={required}>
          <ShareInput />
        </Form.Item>
        <div className="cols">
          <Form.Item name="from_on" label={t.profile.from} rules={required}>
            <DateInput />
          </Form.Item>
          <Form.Item name="until_on" label={t.profile.until}>
            <DateInput />
          </Form.Item>
        </div>
        <Form.Item name="source" label={t.profile.source} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={300} placeholder={t.profile.holdingSourceHint} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
