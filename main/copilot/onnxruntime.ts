import { readFile } from 'node:fs/promises';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { SidetoneError } from '../../contracts/errors';

export interface ModelTensor {
  data: Float32Array | BigInt64Array;
  shape: readonly number[];
}

/** A loaded network: named tensors in, named 32-bit float tensors out. */
export interface OnnxModel {
  run(inputs: Readonly<Record<string, ModelTensor>>): Promise<Record<string, Float32Array>>;
}

/**
 * Loads `file` into onnxruntime with one thread: the networks here are so small that more threads cost more than they
 * bring. Throws SidetoneError `model-damaged` for a file that is no network.
 */
export async function loadOnnxModel(file: string): Promise<OnnxModel> {
  let session: InferenceSession;
  try {
    // Bytes, not a path: inside a packaged app the file lies in an archive that native code cannot open.
    session = await InferenceSession.create(new Uint8Array(await readFile(file)), {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      logSeverityLevel: 3,
    });
  } catch (error) {
    throw new SidetoneError('model-damaged', `The model ${file} cannot be loaded.`, { cause: error });
  }
  return {
    async run(inputs) {
      const feeds = Object.fromEntries(
        Object.entries(inputs).map(([name, { data, shape }]) => [
          name,
          data instanceof Float32Array
            ? new Tensor('float32', data, [...shape])
            : new Tensor('int64', data, [...shape]),
        ]),
      );
      const results = await session.run(feeds);
      return Object.fromEntries(
        Object.entries(results).flatMap(([name, tensor]) =>
          tensor.data instanceof Float32Array ? [[name, tensor.data] as const] : [],
        ),
      );
    },
  };
}
