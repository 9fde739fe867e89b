import { describeParity } from './parity';

describeParity('webgpu');
