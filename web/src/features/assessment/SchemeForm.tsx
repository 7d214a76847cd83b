import { Input, Switch } from 'antd';
import { useLang, useT } from '@/i18n';
import { blocks, change, type Block, type Field } from './fields';

interface Props {
  text: string;
  readOnly: boolean;
  onChange: (text: string) => void;
  goTo: (line: number) => void;
}

/** The scheme as a form, record by record: each field is a value of the text beside it. */
export function SchemeForm({ text, readOnly, onChange, goTo }: Props) {
  const t = useT();
  const lang = useLang();
  const all = blocks(text);
  return (
    <div className="scheme-form" tabIndex={0} role="group" aria-label={t.assessment.sideForm}>
      {all.map((block) => (
        <details key={`${block.table}${block.line}`} open={block.table === 'item' && all.length < 30}>
          <summary>
            <span className="soft">{t.assessment.tables[block.table] ?? block.table}</span> {title(block, lang)}
          </summary>
          <button type="button" className="link" onClick={() => goTo(block.line)}>
            {t.assessment.line(block.line)}
          </button>
          {block.fields.map((field) => (
            <Row key={field.key} field={field} readOnly={readOnly} set={(value) => onChange(change(text, field, value))} />
          ))}
        </details>
      ))}
    </div>
  );
}

const title = (block: Block, lang: string): string => {
  const of = (key: string) => block.fields.find((field) => field.key === key)?.value || undefined;
  const own = lang === 'en' ? (of('name_en') ?? of('say_en')) : undefined;
  return own ?? of('name') ?? of('say') ?? of('id') ?? '';
};

function Row({ field, readOnly, set }: { field: Field; readOnly: boolean; set: (value: string) => void }) {
  const t = useT();
  const label = t.assessment.keys[field.key] ?? field.key;
  return (
    <label className="scheme-field">
      <span title={field.key}>{label}</span>
      {field.kind === 'switch' ? (
        <Switch size="small" aria-label={label} checked={field.value === 'true'} disabled={readOnly} onChange={(on) => set(String(on))} />
      ) : field.kind === 'other' ? (
        <span className="soft">{t.assessment.inText}</span>
      ) : (
        <Input size="small" value={field.value} readOnly={readOnly} inputMode={field.kind === 'number' ? 'decimal' : 'text'} onChange={(event) => set(event.target.value)} />
      )}
    </label>
  );
}
