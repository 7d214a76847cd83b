import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useAsOf } from '@/api/session';
import { useT } from '@/i18n';
import { useSearchState } from '@/ui/useSearch';

/** Year and day of reading, kept in the address. */
export function AsOf({ year, day = true }: { year: number; day?: boolean }) {
  const t = useT();
  const [search, change] = useSearchState();
  const usual = useAsOf(year);
  const asOf = search['as_of'] ?? usual;
  return (
    <>
      <DatePicker
        picker="year"
        aria-label={t.assessment.year}
        allowClear={false}
        value={dayjs(`${year}-01-01`)}
        onChange={(date) => change({ year: date ? String(date.year()) : undefined, as_of: undefined })}
      />
      {day && (
        <DatePicker
          aria-label={t.assessment.asOfLabel}
          placeholder={t.assessment.asOfLabel}
          value={asOf ? dayjs(asOf) : null}
          minDate={dayjs(`${year}-01-01`)}
          maxDate={dayjs(`${year}-12-31`)}
          onChange={(date) => change({ as_of: date?.format('YYYY-MM-DD') })}
        />
      )}
    </>
  );
}
