import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { App } from 'antd';
import { useRef } from 'react';
import { newKey } from '@/api/http';
import { Problem } from '@/api/problem';
import { useProblem, type ProblemPlace } from './problem';

interface Options<In, Out> {
  /** Shown when it went well. */
  said?: string | ((out: Out) => string);
  /** Queries that the write made old. */
  refresh?: QueryKey[];
  onDone?: (out: Out, input: In) => void;
  place?: (input: In) => ProblemPlace;
}

/**
 * A write with its idempotency key: the same input keeps its key until the server has
 * answered yes, so pressing "save" again after a broken connection does it once.
 */
export function useWrite<In, Out>(run: (input: In, key: string) => Promise<Out>, options: Options<In, Out> = {}) {
  const client = useQueryClient();
  const show = useProblem();
  const { message } = App.useApp();
  const last = useRef({ text: '', key: '' });
  return useMutation<Out, unknown, In>({
    mutationFn: async (input) => {
      const text = JSON.stringify(input) ?? '';
      if (last.current.key === '' || last.current.text !== text) last.current = { text, key: newKey() };
      try {
        const out = await run(input, last.current.key);
        last.current = { text: '', key: '' };
        return out;
      } catch (error) {
        // A plain no is final for this key; only "perhaps it was written" keeps it.
        if (error instanceof Problem && error.status >= 400 && error.status < 500) last.current = { text: '', key: '' };
        throw error;
      }
    },
    onSuccess: async (out, input) => {
      const said = typeof options.said === 'function' ? options.said(out) : options.said;
      if (said) void message.success(said);
      options.onDone?.(out, input);
      await Promise.all((options.refresh ?? []).map((queryKey) => client.invalidateQueries({ queryKey })));
    },
    onError: (error, input) => show(error, options.place?.(input)),
  });
}
