import { useState } from 'react';
import { api } from '@/api/http';
import { useProblem } from './problem';

/** A file as the server keeps it, by its hash. */
export interface Stored {
  sha256: string;
  size: number;
  media_type: string;
  name: string;
}

/** What a form that takes proofs lets one choose. */
export const PROOF_FILES = 'image/png,image/jpeg,image/webp,image/gif,application/pdf,.ofd,.doc,.docx,.xls,.xlsx';

/** Sends files one after the other; `sending` is how many are on their way. */
export function useUpload() {
  const show = useProblem();
  const [sending, setSending] = useState(0);
  const upload = async (files: File[], take: (stored: Stored, file: File) => void) => {
    setSending((now) => now + files.length);
    for (const file of files) {
      try {
        const form = new FormData();
        form.append('file', file);
        const stored = await api.post<Stored>('/api/v1/files', form);
        take({ ...stored, name: stored.name || file.name }, file);
      } catch (error) {
        show(error);
      } finally {
        setSending((now) => now - 1);
      }
    }
  };
  return { sending, upload };
}
