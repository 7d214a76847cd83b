import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useT } from '@/i18n';
import { useSearchState } from '@/ui/useSearch';

/** Year and day of reading, kept in the address. */
export function AsOf({ year, day = true }: { year: number; day?: boolean }) {
  const t = useT();
  const [search, change] = useSearchState();
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
          value={search['as_of'] ? dayjs(search['as_of']) : null}
          minDate={dayjs(`${year}-01-01`)}
          maxDate={dayjs(`${year}-12-31`)}
          onChange={(date) => change({ as_of: date?.format('YYYY-MM-DD') })}
        />
      )}
    </>
  );
}
