import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan, useOfficeDay } from '@/api/session';
import type { ListOf } from '@/api/types';
import { useT } from '@/i18n';
import { ActionButton } from '@/ui/ActionButton';
import { DateInput } from '@/ui/DateInput';
import { useWrite } from '@/ui/useWrite';
import { Foot } from './Foot';
import { profileKey } from './Profile';
import type { Profile, Tag, TagKind } from './types';

const KINDS = ['investors', 'tag-kinds'];

/** What an investor counts as, with its days and who says so. */
export function Tags({ id, profile }: { id: string; profile: Profile }) {
  const t = useT();
  const can = useCan();
  const [editing, setEditing] = useState<Tag | 'new' | null>(null);
  return (
    <>
      <div className="panel-head">
        <h2>{t.profile.tags}</h2>
        {can('investor.write') && (
          <ActionButton size="small" action={profile.edit} onClick={() => setEditing('new')}>
            {t.profile.addTag}
          </ActionButton>
        )}
      </div>
      {profile.tags.length === 0 ? (
        <p className="soft">{t.profile.noTags}</p>
      ) : (
        <ul className="rows">
          {profile.tags.map((tag) => (
            <li key={tag.id}>
              <div className="grow">
                <span className={tag.holds ? 'tag accent' : 'tag'}>{tag.name}</span> {!tag.holds && <small className="soft">{t.profile.notNow}</small>}
                <div className="soft">
                  <span className="num nowrap">{t.profile.days(tag.from_on, tag.until_on)}</span> · {tag.source}
                </div>
              </div>
              {profile.edit.ok && (
                <button type="button" className="link" onClick={() => setEditing(tag)} aria-label={`${t.common.edit} ${tag.name}`}>
                  {t.common.edit}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {editing !== null && <TagDialog id={id} tag={editing === 'new' ? null : editing} mayAdd={profile.register.ok} close={() => setEditing(null)} />}
    </>
  );
}

interface Values {
  tag: string;
  from_on: string;
  until_on?: string | null;
  source: string;
}

function TagDialog({ id, tag, mayAdd, close }: { id: string; tag: Tag | null; mayAdd: boolean; close: () => void }) {
  const t = useT();
  const today = useOfficeDay();
  const [form] = Form.useForm<Values>();
  const at = `/api/v1/organisations/${id}/tags`;
  const kinds = useQuery({ queryKey: KINDS, queryFn: ({ signal }) => api.get<ListOf<TagKind>>('/api/v1/organisation-tag-kinds', undefined, signal) });
  const refresh = [profileKey(id)];
  const write = useWrite(
    (values: Values, key) => {
      const body = { ...values, until_on: values.until_on ?? null, version: tag?.version ?? 0 };
      return tag ? api.put<Tag>(`${at}/${tag.id}`, body, key) : api.post<Tag>(at, body, key);
    },
    { said: t.common.saved, refresh, onDone: close, place: () => ({ form, stale: { resolve: close } }) },
  );
  const remove = useWrite((version: number, key) => api.post<Tag>(`${at}/${tag?.id ?? ''}/remove`, { version }, key), { said: t.common.done, refresh, onDone: close, place: () => ({ stale: { resolve: close } }) });
  const add = useWrite((name: string, key) => api.post<TagKind>('/api/v1/organisation-tag-kinds', { name, name_en: '' }, key), {
    refresh: [KINDS],
    onDone: (made) => form.setFieldsValue({ tag: made.code }),
  });
  const [own, setOwn] = useState('');
  const required = [{ required: true, message: t.common.required }];
  return (
    <Modal
      open
      title={tag ? tag.name : t.profile.addTag}
      onCancel={close}
      destroyOnHidden
      footer={<Foot remove={tag ? () => remove.mutate(tag.version) : undefined} saving={write.isPending} save={() => form.submit()} close={close} />}
    >
      <Form form={form} layout="vertical" initialValues={tag ?? { from_on: today }} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="tag" label={t.profile.tag} rules={required}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            loading={kinds.isPending}
            options={(kinds.data?.items ?? []).map((kind) => ({ value: kind.code, label: kind.name }))}
            popupRender={(menu) => (
              <>
                {menu}
                {mayAdd && (
                  <div style={{ display: 'flex', gap: 8, padding: 8, borderTop: '1px solid var(--line)' }}>
                    <Input size="small" maxLength={30} value={own} placeholder={t.profile.ownTag} aria-label={t.profile.ownTag} onChange={(event) => setOwn(event.target.value)} onKeyDown={(event) => event.stopPropagation()} />
                    <Button size="small" disabled={own.trim() === ''} loading={add.isPending} onClick={() => add.mutate(own.trim())}>
                      {t.common.create}
                    </Button>
                  </div>
                )}
              </>
            )}
          />
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
          <Input maxLength={300} placeholder={t.profile.tagSourceHint} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
