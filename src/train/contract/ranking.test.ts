import { describeRanking } from './rankingContract';

describeRanking('cpu');
