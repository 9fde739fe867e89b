import { type Split, TEST, VALID } from './split';

const FEWEST = 3;

/**
 * Each user's last interaction is test and the one before it validation (He et al., "Neural Collaborative Filtering",
 * WWW 2017, sec. 4.1; Kang and McAuley, "SASRec", ICDM 2018, sec. IV-A). Users with fewer than three only train.
 * Without times the order of the file is taken for the order in time.
 */
export const leaveOneOut: Split = {
  kind: 'leave-one-out',
  needsTimestamps: false,
  timeOrder: 'user',
  assign({ offsets }) {
    const parts = new Uint8Array(offsets[offsets.length - 1]);
    for (let user = 0; user + 1 < offsets.length; user++) {
      const end = offsets[user + 1];
      if (end - offsets[user] < FEWEST) continue;
      parts[end - 1] = TEST;
      parts[end - 2] = VALID;
    }
    return parts;
  },
};
