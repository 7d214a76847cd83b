import { Tooltip } from 'antd';
import { useT } from '@/i18n';
import { money, readableUnit, type MoneyUnit } from '@/lib/money';

interface Props {
  fen: number | null | undefined;
  /** A fixed unit for columns of figures; left out, the unit that reads best. */
  unit?: MoneyUnit;
}

/** An amount with its unit, and the exact yuan behind it. For tables put the unit in the header and use `money`. */
export function Amount({ fen, unit }: Props) {
  const t = useT();
  if (fen === null || fen === undefined) return <span className="soft">—</span>;
  const shown = unit ?? readableUnit(fen);
  return (
    <Tooltip title={`${money(fen, 'yuan')} ${t.common.unitName.yuan}`}>
      <span className="num nowrap">
        {money(fen, shown)} <small>{t.common.unitName[shown]}</small>
      </span>
    </Tooltip>
  );
}
