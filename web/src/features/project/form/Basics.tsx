import { useQuery } from '@tanstack/react-query';
import { Alert, Form, Input, InputNumber, Select, type FormInstance } from 'antd';
import { useEffect, useState } from 'react';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { IndustryPick, ProjectPick } from '@/ui/pick';
import { options } from '@/ui/words';
import type { FormValues } from '../draft';
import { need } from './rules';

/** What the project is, and where. */
export function Basics({ form, known }: { form: FormInstance<FormValues>; known: string | undefined }) {
  const t = useT();
  const kind = Form.useWatch('kind', form);
  const structure = Form.useWatch('structure', form);
  const highTechnology = Form.useWatch('high_technology', form);
  return (
    <fieldset className="section">
      <legend>{t.project.sectionBasics}</legend>
      <Form.Item name="name" label={t.project.name} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
        <Input maxLength={200} autoFocus={!known} />
      </Form.Item>
      <Similar form={form} known={known} />
      <div className="cols">
        <Form.Item name="track" label={t.project.track} rules={need(t)}>
          <Select options={options(t, 'track')} />
        </Form.Item>
        <Form.Item name="kind" label={t.project.kind} rules={need(t)}>
          <Select options={options(t, 'kind')} />
        </Form.Item>
        <Form.Item name="industry" label={t.project.industry}>
          <IndustryPick />
        </Form.Item>
        <Form.Item name="structure" label={t.project.structure}>
          <Select allowClear placeholder={t.project.structureAuto} options={options(t, 'structure')} />
        </Form.Item>
        <Form.Item name="high_technology" label={t.project.highTech}>
          <Select
            allowClear
            placeholder={t.project.structureAuto}
            options={[
              { value: true, label: t.common.yes },
              { value: false, label: t.common.no },
            ]}
          />
        </Form.Item>
      </div>
      {(structure || typeof highTechnology === 'boolean') && (
        <Form.Item name="structure_reason" label={t.project.structureReason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={200} />
        </Form.Item>
      )}
      {kind === 'expansion' && (
        <Form.Item name="enlarges" label={t.project.enlarges} extra={t.project.enlargesHint}>
          <ProjectPick />
        </Form.Item>
      )}
      <Form.Item name="content" label={t.project.content}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={4000} />
      </Form.Item>
      <div className="cols">
        <Form.Item name="place" label={t.project.place}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="land_m2" label={t.common.withUnit(t.project.land, t.project.landUnit)} extra={t.project.landHint}>
          <InputNumber<number> min={0} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </div>
    </fieldset>
  );
}

interface SimilarHit {
  /** Null, with the code `occupied`, when another unit's claim may not be seen. */
  id: string | null;
  code: string;
  name: string | null;
  unit: { name: string } | null;
  why_text: string;
}

/** Says while one types that this project may already be in the library. */
function Similar({ form, known }: { form: FormInstance<FormValues>; known: string | undefined }) {
  const t = useT();
  const name = Form.useWatch('name', form)?.trim() ?? '';
  const organisation = Form.useWatch(['investors', 0, 'organisation'], form)?.value;
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(name), 400);
    return () => clearTimeout(timer);
  }, [name]);
  const found = useQuery({
    queryKey: ['projects', 'check', asked, organisation ?? ''],
    queryFn: ({ signal }) => api.get<{ similar: SimilarHit[] }>('/api/v1/projects/check', { name: asked, organisation_id: organisation }, signal),
    enabled: asked.length >= 2,
  });
  const hits = (found.data?.similar ?? []).filter((hit) => hit.id !== known);
  if (hits.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 16 }}
      title={t.project.similar}
      description={
        <ul className="plain-list">
          {hits.slice(0, 5).map((hit) => (
            <li key={hit.id ?? `${hit.unit?.name} ${hit.why_text}`}>
              {hit.id === null ? (
                <span>{t.project.occupied}</span>
              ) : (
                <AppLink to={paths.project(hit.id)} target="_blank">
                  {hit.code} {hit.name}
                </AppLink>
              )}{' '}
              <small>{[hit.unit?.name, hit.why_text].filter(Boolean).join(' · ')}</small>
            </li>
          ))}
        </ul>
      }
    />
  );
}
