import { describeParity } from './parity';

describeParity('cpu');
