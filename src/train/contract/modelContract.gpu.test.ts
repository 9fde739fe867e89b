import { describeModelContract } from './modelContract';

describeModelContract('webgpu');
