import { describeRanking } from './rankingContract';

describeRanking('webgpu');
