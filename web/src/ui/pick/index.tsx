import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { api } from '@/api/http';
import type { ListOf, OrganisationRef, PageOf, ProjectRef } from '@/api/types';
import { useLang, useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '../AppLink';
import { RemotePick, type Choice } from './RemotePick';

export { UnitPick, unitsQuery, type UnitItem } from './UnitPick';
export { AreaPick } from './AreaPick';
export { IndustriesPick } from './IndustriesPick';
export { PersonPick } from './PersonPick';
export { EventPick, eventsQuery, useReadsEvents } from './EventPick';
export type { Choice } from './RemotePick';

interface Props {
  id?: string;
  value?: Choice | null;
  onChange?: (value: Choice | null) => void;
  className?: string;
  autoFocus?: boolean;
  placeholder?: string;
  'aria-label'?: string;
}

export function OrganisationPick(props: Props) {
  const t = useT();
  return (
    <RemotePick
      {...props}
      name="organisation"
      placeholder={props.placeholder ?? t.project.organisationHint}
      find={async (q, signal) => {
        const { items } = await api.get<PageOf<OrganisationRef>>('/api/v1/organisations', { q, limit: 20 }, signal);
        return items.map((item) => ({ value: item.id, label: item.name }));
      }}
      missing={<AppLink to={paths.investors} search={{ new: '1' }}>{t.project.organisationMissing}</AppLink>}
    />
  );
}

export function ProjectPick(props: Props) {
  const t = useT();
  return (
    <RemotePick
      {...props}
      name="project"
      placeholder={props.placeholder ?? t.table.keyword}
      find={async (q, signal) => {
        const { items } = await api.get<PageOf<ProjectRef>>('/api/v1/projects', { q, limit: 20 }, signal);
        return items.map((item) => ({ value: item.id, label: `${item.code} ${item.name}` }));
      }}
    />
  );
}

/** GB/T 4754: any level, found by code or name, shown in the reader's language. */
export function IndustryPick(props: Props) {
  const t = useT();
  const lang = useLang();
  const { value } = props;
  // An address has the code alone.
  const bare = value?.label === value?.value ? value?.value : undefined;
  const named = useQuery({
    queryKey: ['industry', bare],
    queryFn: ({ signal }) => api.get<ListOf<{ code: string; name: string }>>('/api/v1/industries', { q: bare }, signal),
    enabled: bare !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  // A form begins with the name as the server has it.
  const given = bare ? (named.data?.items.find((item) => item.code === bare)?.name ?? '') : (value?.label.replace(`${value.value} `, '') ?? '');
  const shown = value && /^\p{Script=Han}/u.test(given) ? { ...value, label: `${value.value} ${t.industry.name(value.value, given)}` } : value;
  return (
    <RemotePick
      {...props}
      value={shown}
      name={`industry.${lang}`}
      placeholder={props.placeholder ?? t.project.industryHint}
      find={async (q, signal) => {
        const { items } = await api.get<ListOf<{ code: string; name: string }>>('/api/v1/industries', { q }, signal);
        const own = q === '' ? [] : t.industry.find(q).filter((one) => !items.some((item) => item.code === one.code));
        return [...own, ...items].map((item) => ({ value: item.code, label: `${item.code} ${t.industry.name(item.code, item.name)}` }));
      }}
    />
  );
}

export interface Country {
  code: string;
  name_zh: string;
  name_en: string;
  region: boolean;
}
export const countriesQuery = {
  queryKey: ['countries'],
  queryFn: ({ signal }: { signal: AbortSignal }) => api.get<ListOf<Country>>('/api/v1/countries', undefined, signal),
  staleTime: Number.POSITIVE_INFINITY,
};

/** The name of a country or region in the reader's language; its code until the names are there. */
export function useCountryName(): (code: string | null | undefined) => string {
  const lang = useLang();
  const countries = useQuery(countriesQuery);
  return (code) => {
    if (!code) return '';
    const found = countries.data?.items.find((country) => country.code === code);
    return found ? (lang === 'en' ? found.name_en : found.name_zh) : code;
  };
}

export function CountryPick({ value, onChange, ...rest }: { id?: string; value?: string | null; onChange?: (value: string | undefined) => void; allowClear?: boolean; placeholder?: string; className?: string; 'aria-label'?: string }) {
  const lang = useLang();
  const countries = useQuery(countriesQuery);
  return (
    <Select
      {...rest}
      value={value ?? null}
      onChange={(next: string | null) => onChange?.(next ?? undefined)}
      loading={countries.isPending}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      options={(countries.data?.items ?? []).map((country) => ({
        value: country.code,
        label: lang === 'en' ? country.name_en : country.name_zh,
      }))}
    />
  );
}
