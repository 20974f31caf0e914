import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * People are known by checked documents. Digests of before cannot be made anew, since numbers are not kept: one that was typed with a blank or in full
 * width digests to another person and nobody can tell which. What can be told is who was never checked: `person_document` is null. An administrator
 * asks these people for their document, makes them a new account with it and suspends the old one; until then separation of duties knows them by what
 * was typed. Codes and logins were compared as they were typed, too; the codes by which experts step aside are brought to their canonical spelling.
 */
export class IdentityDocuments1767225730000 implements MigrationInterface {
  name = 'IdentityDocuments1767225730000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table account add column person_document text
        constraint account_person_document check (person_document in ('resident', 'hk-macao-permit', 'taiwan-permit', 'permanent-resident', 'passport'));
      create index account_unchecked on account (id) where person_document is null`);
    await db.query(`
      update expert_interest set uscc = upper(regexp_replace(normalize(uscc, nfkc), '[\\s-]', '', 'g')) where uscc !~ '^[0-9A-Z]{18}$';
      update expert set employer_uscc = upper(regexp_replace(normalize(employer_uscc, nfkc), '[\\s-]', '', 'g')) where employer_uscc !~ '^[0-9A-Z]{18}$'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table account drop column person_document');
  }
}
