import { Alert } from 'antd';
import { useT } from '@/i18n';
import { word } from '../words';
import type { Clash } from './types';

/** Who else visits the same firm around this day. */
export function Clashing({ clashes }: { clashes: Clash[] }) {
  const t = useT();
  if (clashes.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 16 }}
      title={t.interaction.clash}
      description={
        <ul className="plain-list">
          {clashes.map((one) => (
            <li key={`${one.unit.id}${one.held_on}${one.kind}`}>
              {one.unit.name} <span className="num nowrap">{one.held_on}</span> {word(t, 'interactionKind', one.kind)}
              {one.planned && ` · ${t.interaction.planned}`}
              {!one.same_firm && ` · ${t.interaction.sameGroup}`}
            </li>
          ))}
        </ul>
      }
    />
  );
}
