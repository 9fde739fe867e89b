/** The device that models train on: chosen, opened, lost. */
import { create } from 'zustand';
import type { DeviceChoice, DeviceInfo } from '@/engine/types';
import { type ErrorData, toErrorData } from '@/lib/errors';
import type { Outcome } from '@/worker/protocol';
import { getClient } from './client';

export const DEVICE_CHOICES: readonly DeviceChoice[] = ['auto', 'webgpu', 'webgl', 'cpu'];

export type DeviceStatus = 'closed' | 'opening' | 'open' | 'failed' | 'lost';

interface DeviceStore {
  choice: DeviceChoice;
  status: DeviceStatus;
  /** what runs now, or ran until it was lost */
  info: DeviceInfo | null;
  /** why it could not be opened, or how it was lost */
  error: ErrorData | null;
  /** Opens the chosen device unless it is open; runs that were open go on when they are played. */
  ensure(): Promise<Outcome<DeviceInfo>>;
  /** Moves to another device; also how a lost one is opened again. */
  open(choice?: DeviceChoice): Promise<Outcome<DeviceInfo>>;
}

/** `?device=cpu` in the address; anything else is auto. */
function choiceFromAddress(): DeviceChoice {
  const wanted = new URLSearchParams(globalThis.location?.search).get('device');
  return DEVICE_CHOICES.find((choice) => choice === wanted) ?? 'auto';
}

let opening: Promise<Outcome<DeviceInfo>> | null = null;
let listening = false;

export const useDevice = create<DeviceStore>()((set, get) => ({
  choice: choiceFromAddress(),
  status: 'closed',
  info: null,
  error: null,

  ensure() {
    if (opening) return opening;
    const { status, info } = get();
    if (status === 'open' && info) return Promise.resolve({ ok: true, value: info });
    return get().open();
  },

  open(choice = get().choice) {
    // One after the other: the worker holds one device.
    const before = opening ?? Promise.resolve();
    const mine = before.then(async (): Promise<Outcome<DeviceInfo>> => {
      set({ choice, status: 'opening', error: null });
      const outcome = await openInWorker(choice);
      if (outcome.ok) set({ status: 'open', info: outcome.value });
      else set({ status: 'failed', info: null, error: outcome.error });
      return outcome;
    });
    opening = mine;
    void mine.finally(() => {
      if (opening === mine) opening = null;
    });
    return mine;
  },
}));

async function openInWorker(choice: DeviceChoice): Promise<Outcome<DeviceInfo>> {
  try {
    const client = await getClient();
    if (!listening) {
      listening = true;
      client.onEvent((event) => {
        if (event.type === 'device-lost') useDevice.setState({ status: 'lost', error: event.error });
      });
    }
    return await client.openDevice(choice);
  } catch (thrown) {
    return { ok: false, error: toErrorData(thrown) };
  }
}
