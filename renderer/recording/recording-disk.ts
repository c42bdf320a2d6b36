import type { SidetoneBridge } from '../../contracts/ipc';
import { SidetoneError } from '../../contracts/errors';

/** Where the sealed bytes go. Each write answers with the bytes that the disk then has of the file. */
export interface RecordingDisk {
  begin(recordId: string, head: Uint8Array<ArrayBuffer>): Promise<number>;
  append(recordId: string, atByte: number, bytes: Uint8Array<ArrayBuffer>): Promise<number>;
  end(recordId: string): Promise<void>;
  /** The whole of a part, counted from 0; null where there is none. */
  read(recordId: string, part: number): Promise<Uint8Array | null>;
}

export type RecordingsBridge = Pick<
  SidetoneBridge,
  'beginRecording' | 'appendRecording' | 'endRecording' | 'readRecording'
>;

/** The disk behind main. */
export function diskBehind(bridge: RecordingsBridge): RecordingDisk {
  return {
    begin: async (recordId, head) => value(await bridge.beginRecording({ recordId, head })).fileBytes,
    append: async (recordId, atByte, bytes) =>
      value(await bridge.appendRecording({ recordId, atByte, bytes })).fileBytes,
    end: async (recordId) => void value(await bridge.endRecording({ recordId })),
    async read(recordId, part) {
      let file: Uint8Array | null = null;
      for (let fromByte = 0; ;) {
        const { fileBytes, bytes } = value(await bridge.readRecording({ recordId, part, fromByte }));
        if (fileBytes === null) return null;
        file ??= new Uint8Array(fileBytes);
        file.set(bytes.subarray(0, file.length - fromByte), fromByte);
        fromByte += bytes.length;
        if (fromByte >= file.length || bytes.length === 0) return file;
      }
    },
  };
}

type Answer<T> = { ok: true; value: T } | { ok: false; error: { code: string; message: string; retryable: boolean } };

export function value<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  const { code, message, retryable } = answer.error;
  throw new SidetoneError(code, message, { retryable });
}
