import { describeModelContract } from './modelContract';

describeModelContract('cpu');
