/**
 * Made from the interfaces' description by `npm run contract`; never edited by hand. A test fails when it is out of date.
 */
export interface paths {
  '/api/accounts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** account.read */
    get: operations['AdministrationController_accounts'];
    put?: never;
    /** identity.create-account */
    post: operations['IdentityController_create'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/accounts/{id}/codes/end': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** identity.end-codes */
    post: operations['AccountActsController_endCodes'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/accounts/{id}/password/reset': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** identity.reset-password */
    post: operations['AccountActsController_resetPassword'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/accounts/{id}/reinstate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** account.reinstate */
    post: operations['AccountActsController_reinstate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/accounts/{id}/roles': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** identity.grant-role */
    post: operations['IdentityController_grant'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/accounts/{id}/suspend': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** account.suspend */
    post: operations['AccountActsController_suspend'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/articles': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** article.read */
    get: operations['DeskController_articles'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/authorities': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** authority.read */
    get: operations['TrustController_read'];
    put?: never;
    /** authority.ask */
    post: operations['AuthorityActsController_add'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/authorities/{fingerprint}/end': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** authority.ask */
    post: operations['AuthorityActsController_end'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/authorities/{fingerprint}/list': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** authority.manage */
    post: operations['TrustController_upload'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/authorities/refresh': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** authority.manage */
    post: operations['TrustController_refresh'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/bids': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** bid.read */
    get: operations['BiddingController_all'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/bids/{id}/documents/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** evaluation.read */
    get: operations['EvaluationController_document'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/calendar/years': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** session.read */
    get: operations['CalendarController_known'];
    put?: never;
    /** calendar.import-year */
    post: operations['CalendarActsController_add'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/calls': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** call.read */
    get: operations['ExpertsController_mine'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/calls/{id}/answer': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** call.answer */
    post: operations['ExpertsController_answer'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/calls/{id}/step-aside': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** call.step-aside */
    post: operations['ExpertsController_stepAside'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/certificates': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** certificate.read */
    get: operations['AdministrationController_certificates'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/certificates/replacements': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** certificate.replace */
    post: operations['ReplacingController_ask'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/clock': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** clock.read */
    get: operations['HealthController_clock'];
    put?: never;
    /** clock.advance */
    post: operations['HealthController_advance'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/demonstration': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** demonstration.read */
    get: operations['DemonstrationController_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/demonstration/certificates': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** demonstration.read */
    post: operations['DemonstrationController_certificate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/demonstration/people/{login}/encryption-key': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** demonstration.read */
    get: operations['DemonstrationController_encryptionKey'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/demonstration/people/{login}/key': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** demonstration.read */
    get: operations['DemonstrationController_key'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/drafts/{key}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** draft.keep */
    get: operations['DraftController_read'];
    /** draft.keep */
    put: operations['DraftController_save'];
    post?: never;
    /** draft.keep */
    delete: operations['DraftController_forget'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/draws/{id}/abandon': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** draw.abandon */
    post: operations['ExpertsController_abandon'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/draws/{id}/commit': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** draw.contribute */
    post: operations['ExpertsController_commit'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/draws/{id}/reveal': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** draw.contribute */
    post: operations['ExpertsController_reveal'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/evaluations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** evaluation.read */
    get: operations['EvaluationController_own'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/evaluations/{id}/draft': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** score.save */
    get: operations['EvaluationController_draft'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/evaluations/{id}/replacements': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** member.replace */
    post: operations['EvaluationController_replace'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/evaluations/{id}/tender-documents/{fileId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** evaluation.read */
    get: operations['EvaluationController_tenderDocument'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/experts/import': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** pool.import */
    post: operations['ExpertsController_import'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/experts/interests': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** expert.declare-interest */
    post: operations['ExpertsController_interest'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/files': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** file.upload */
    put: operations['FilesController_upload'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/first-passwords': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** identity.take-half */
    get: operations['AccountActsController_waiting'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/first-passwords/{accountId}/half': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** identity.take-half */
    post: operations['AccountActsController_takeHalf'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/follows': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** tender.follow */
    get: operations['FollowsController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/health/parts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** job.read */
    get: operations['AdministrationController_parts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/holds/{id}/lift': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** hold.lift */
    post: operations['IntakeController_lift'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/jobs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** job.read */
    get: operations['AdministrationController_jobs'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/lawful-calendar': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** tender.draft */
    post: operations['TenderController_calendar'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** session.read */
    get: operations['IdentityController_me'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/me/certificates': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** session.read */
    get: operations['IdentityController_ownCertificates'];
    put?: never;
    /** certificate.bind */
    post: operations['IdentityController_bindCertificate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/me/certificates/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** certificate.bind */
    delete: operations['IdentityController_endCertificate'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/me/certificates/challenge': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** certificate.bind */
    post: operations['IdentityController_certificateChallenge'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/me/certificates/replacement/refuse': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** certificate.bind */
    post: operations['ReplacingController_refuse'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/me/organisation/accounts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** account.read-own */
    get: operations['AdministrationController_ownAccounts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/me/organisation/name': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** organisation.rename */
    post: operations['RenamingController_rename'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/me/organisation/names': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** session.read */
    get: operations['RenamingController_names'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/me/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** password.change */
    post: operations['IdentityController_changePassword'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/me/totp': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** totp.enrol */
    post: operations['IdentityController_beginCodes'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/me/totp/confirm': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** totp.enrol */
    post: operations['IdentityController_confirmCodes'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/me/totp/end': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** totp.enrol */
    post: operations['IdentityController_endCodes'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/news': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** news.read */
    get: operations['NewsController_list'];
    put?: never;
    /** news.publish */
    post: operations['NewsController_publish'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/news/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** news.read */
    get: operations['NewsController_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/objections/{id}/answer': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** objection.answer */
    post: operations['AwardController_answer'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/organisations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** account.read */
    get: operations['AdministrationController_organisations'];
    put?: never;
    /** organisation.register */
    post: operations['IdentityController_register'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/outages': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** outage.list */
    get: operations['OutagesController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/projects': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** session.read */
    get: operations['IntakeController_list'];
    put?: never;
    /** project.register */
    post: operations['IntakeController_register'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/projects/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** session.read */
    get: operations['IntakeController_read'];
    /** project.register */
    put: operations['IntakeController_change'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/projects/{id}/accept': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** project.accept */
    post: operations['IntakeController_accept'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/projects/{id}/audit': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** audit.read */
    get: operations['TrailController_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/projects/{id}/audit.xlsx': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** audit.read */
    get: operations['TrailController_sheet'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/projects/{id}/holds': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** hold.place */
    post: operations['IntakeController_hold'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/projects/{id}/return': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** project.return */
    post: operations['IntakeController_sendBack'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/projects/{id}/submit': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** project.submit */
    post: operations['IntakeController_submit'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/proposals': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** proposal.read */
    get: operations['ProposalController_open'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/proposals/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** proposal.read */
    get: operations['ProposalController_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/proposals/{id}/confirm': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** proposal.confirm */
    post: operations['ProposalController_confirm'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/proposals/{id}/evidence': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** proposal.read */
    get: operations['ProposalController_evidence'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/proposals/{id}/refuse': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** proposal.confirm */
    post: operations['ProposalController_refuse'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/proposals/{id}/sign': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** proposal.sign */
    post: operations['ProposalController_sign'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/proposals/of/{projectId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** proposal.read */
    get: operations['ProposalController_ofProject'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/proposals/own': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** proposal.read */
    get: operations['ProposalController_own'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/questions/{id}/answer': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** tender.answer */
    post: operations['TenderController_answer'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/receipts/{code}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** bid.read */
    get: operations['BiddingController_receipt'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/roles': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** session.read */
    get: operations['AdministrationController_roles'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/rulesets': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** session.read */
    get: operations['AdministrationController_rulesets'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** session.read */
    get: operations['SessionsController_list'];
    put?: never;
    /** session.start */
    post: operations['SessionsController_signIn'];
    /** session.end */
    delete: operations['SessionsController_endOthers'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/sessions/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** session.end */
    delete: operations['SessionsController_end'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/sessions/certificate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** session.start */
    post: operations['SessionsController_certificate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/sessions/challenge': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** session.challenge */
    post: operations['SessionsController_challenge'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/sessions/current': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** session.end */
    delete: operations['SessionsController_signOut'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/sessions/current/device': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** session.remember */
    post: operations['SessionsController_remember'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/sessions/current/proof': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** session.prove */
    post: operations['SessionsController_prove'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/sessions/of/{accountId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** session.revoke */
    delete: operations['SessionsController_revoke'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/statistics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** figure.read */
    get: operations['StatisticsController_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/statistics.xlsx': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** figure.read */
    get: operations['StatisticsController_sheet'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/statistics/recount': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** figure.recompute */
    post: operations['StatisticsController_recount'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/supervision/due': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** audit.read */
    get: operations['WatchingController_due'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/supervision/running': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** audit.read */
    get: operations['WatchingController_running'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** tender.list */
    get: operations['TenderController_list'];
    put?: never;
    /** tender.draft */
    post: operations['TenderController_draft'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders.xlsx': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** tender.list */
    get: operations['TenderController_sheet'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** tender.read */
    get: operations['TenderController_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/amendments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** tender.amend */
    post: operations['TenderController_amend'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/award': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** award.read */
    get: operations['AwardController_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/award-notice': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** award.issue-notice */
    post: operations['AwardController_notice'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/bid-content': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** bid.upload */
    put: operations['BiddingController_upload'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/bids': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** bid.submit */
    post: operations['BiddingController_submit'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/bids/mine': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** bid.read */
    get: operations['BiddingController_mine'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/bids/withdraw': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** bid.withdraw */
    post: operations['BiddingController_withdraw'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/candidates': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** candidates.publish */
    post: operations['AwardController_candidates'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/contract': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** contract.sign */
    post: operations['AwardController_contract'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/documents/{fileId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** tender.download */
    get: operations['TenderController_download'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/draft': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** tender.draft */
    post: operations['TenderController_redraft'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/draws': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** draw.read-public */
    get: operations['ExpertsController_read'];
    put?: never;
    /** draw.request */
    post: operations['ExpertsController_request'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/evaluation': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** evaluation.read-public */
    get: operations['EvaluationController_read'];
    put?: never;
    /** committee.name-representative */
    post: operations['EvaluationController_open'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/evaluation/representatives': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** committee.name-representative */
    post: operations['EvaluationController_representatives'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/exclusions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** candidate.exclude */
    post: operations['AwardController_exclude'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/follow': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** tender.follow */
    put: operations['FollowsController_follow'];
    post?: never;
    /** tender.follow */
    delete: operations['FollowsController_unfollow'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/give-up': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** candidate.give-up */
    post: operations['AwardController_giveUp'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/invitations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** tender.invite */
    post: operations['TenderController_invite'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/notice': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** tender.read-notice */
    get: operations['TenderController_notice'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/objections': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** objection.raise */
    post: operations['AwardController_raise'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/opening': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** opening.read-public */
    get: operations['OpeningController_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/opening/coefficients': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** opening.draw-coefficient */
    post: operations['OpeningController_coefficients'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/opening/conclude': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** opening.conclude */
    post: operations['OpeningController_conclude'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/opening/decrypt': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** opening.decrypt */
    post: operations['OpeningController_decrypt'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/opening/escrow': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** opening.release-share */
    post: operations['OpeningController_escrow'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/opening/evidence': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** bid.read */
    get: operations['OpeningController_evidence'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/opening/outages': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** opening.read-outages */
    get: operations['OpeningController_outages'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/opening/shares': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** opening.release-share */
    post: operations['OpeningController_release'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/opening/start': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** opening.start */
    post: operations['OpeningController_start'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/publish': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** tender.publish */
    post: operations['TenderController_publish'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/questions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** tender.read */
    get: operations['TenderController_questions'];
    put?: never;
    /** tender.ask */
    post: operations['TenderController_ask'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/retender': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** award.retender */
    post: operations['AwardController_retender'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/terminate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** tender.terminate */
    post: operations['TenderController_terminate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/uploads': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** bid.read */
    get: operations['BiddingController_uploads'];
    put?: never;
    /** bid.upload */
    post: operations['BiddingController_begin'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/tenders/{id}/winner': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** award.fix-winner */
    post: operations['AwardController_winner'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/todo': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** session.read */
    get: operations['DeskController_todo'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/trail': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** audit.read-platform */
    get: operations['PlatformTrailController_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/trustees': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** trustee.read */
    get: operations['TenderController_trustees'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/uploads/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** bid.upload */
    get: operations['BiddingController_state'];
    /** bid.upload */
    put: operations['BiddingController_append'];
    post?: never;
    /** bid.upload */
    delete: operations['BiddingController_giveUp'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/uploads/{id}/complete': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** bid.upload */
    post: operations['BiddingController_complete'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/venue/bookings': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** venue.manage */
    post: operations['VenuesController_book'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/venue/rooms': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** venue.read */
    get: operations['VenuesController_rooms'];
    put?: never;
    /** venue.manage */
    post: operations['VenuesController_add'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/venue/rooms/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** venue.manage */
    put: operations['VenuesController_change'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/venue/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** venue.read */
    get: operations['VenuesController_sessions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health/live': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** health.live */
    get: operations['HealthController_live'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health/ready': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** health.ready */
    get: operations['HealthController_ready'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    AccountPage: {
      items: components['schemas']['AccountView'][];
      next: string | null;
    };
    AccountView: {
      certificates: components['schemas']['BoundCertificateView'][];
      id: string;
      lastSignInAt: string | null;
      lastSignInMonth: string | null;
      login: string;
      name: string;
      organisation: string;
      roles: string[];
      suspendedAt: string | null;
    };
    AmendmentView: {
      /** @enum {string} */
      kind: 'amendment' | 'clarification' | 'postponement';
      newDeadline: string;
      newDocumentsUntil: string | null;
      newQuestionsUntil: string | null;
      number: number;
      oldDeadline: string;
      oldDocumentsUntil: string | null;
      oldQuestionsUntil: string | null;
      publishedAt: string;
      text: string;
    };
    ArticleView: {
      citation: components['schemas']['Bilingual'];
      gist: components['schemas']['Bilingual'];
      id: string;
      instrument: components['schemas']['Bilingual'];
      mark: string;
      refusals: string[];
    };
    Asked: {
      confirmer: string;
      contentSha256: string;
      expiresAt: string;
      proposalId: string;
      statement: string;
      /** @enum {string} */
      status: 'open' | 'unsigned';
    };
    AuthorityView: {
      endedAt: string | null;
      fingerprint: string;
      name: string;
      /** Format: date-time */
      notAfter: string;
      /** Format: date-time */
      notBefore: string;
      pem: string;
    };
    AwardView: {
      candidates?: components['schemas']['Candidate'][];
      contractPriceFen?: string | null;
      contractSignedAt?: string | null;
      decision?: components['schemas']['DecisionView'] | null;
      fallen?: components['schemas']['FallenView'][];
      fixedAt?: string | null;
      lost?: components['schemas']['LostNotice'][];
      notice?: string | null;
      noticedAt?: string | null;
      noticeSha256?: string | null;
      noticeSignature?: string | null;
      objections: number | components['schemas']['ObjectionView'][];
      ownObjections?: components['schemas']['ObjectionView'][];
      priceFen?: string | null;
      /** Format: date-time */
      publicityFrom?: string;
      /** Format: date-time */
      publicityUntil?: string;
      reportSha256?: string;
      tenderId: string;
      winner?: string | null;
      winnerBidId?: string | null;
    };
    Ballot: {
      order: string[];
      seat: string;
    };
    BidFile: {
      fileName: string;
      mediaType: string;
      name: string;
      sha256: string;
      size: number;
    };
    BidToEvaluate: {
      bidder: string;
      bidId: string;
      number: number;
      priceFen: string;
      priceSheet: components['schemas']['PriceSheetView'];
    };
    Bilingual: {
      en: string;
      zh: string;
    };
    BoundCertificateView: {
      fingerprint: string;
      /** Format: date-time */
      notAfter: string;
    };
    CalendarDay: {
      date: string;
      working: boolean;
    };
    CallView: {
      /** Format: date-time */
      answerBy: string;
      /** Format: date-time */
      endsAt: string;
      id: string;
      /** Format: date-time */
      startsAt: string;
      status: string;
    };
    Candidate: {
      bidder: string;
      bidId: string;
      priceFen: string;
      rank: number | null;
    };
    CertificateChallenge: {
      challengeId: string;
      envelope: string;
    };
    CertificateView: {
      fingerprint: string;
      /** @enum {string} */
      kind: 'authority' | 'bound';
      login: string | null;
      /** Format: date-time */
      notAfter: string;
      /** Format: date-time */
      notBefore: string;
      subject: string;
      valid: boolean;
    };
    Check: {
      detail: string;
      /** @enum {string} */
      name: 'database' | 'disk' | 'jobs';
      /** @enum {string} */
      state: 'down' | 'late' | 'low' | 'ok';
    };
    DecisionView: {
      basis: string;
      members:
        | number
        | {
            name: string;
            position: string;
            vote: string;
          }[];
      place: string;
      votes: {
        [key: string]: number;
      };
    };
    DemoKey: {
      certificatePem: string;
      privateKeyPem: string;
    };
    DemoPerson: {
      certificate: boolean;
      login: string;
      name: string;
      organisation: string;
      roles: string[];
    };
    DemoWorld: {
      password: string;
      people: components['schemas']['DemoPerson'][];
    };
    Difference: {
      after: string | null;
      before: string | null;
      pointer: string;
    };
    DocumentView: {
      id: string;
      name: string;
      sha256: string;
      size: number;
    };
    DraftSaved: {
      newer: {
        [key: string]: string;
      };
      /** Format: date-time */
      savedAt: string;
      version: number;
    };
    DraftView: {
      fields: {
        [key: string]: string;
      };
      savedAt: string | null;
      version: number;
    };
    DrawRecord: {
      beacon: string;
      commitments: {
        [key: string]: string;
      };
      declined: string[];
      drawId: string;
      /** @enum {string} */
      format: 'draw/v1';
      lines: string;
      listHash: string;
      picked: string[];
      reveals: {
        [key: string]: string;
      };
      rules: string;
      rulesHash: string;
      seed: string;
      steps: [string, 'avoid' | 'declined' | 'drawn' | 'employer-limit' | 'filled' | 'home-quota' | 'specialty'][];
    };
    DrawView: {
      commitments: {
        [key: string]: string;
      };
      drawId: string;
      drawnAt?: string | null;
      /** Format: date-time */
      frozenAt?: string;
      listHash: string;
      missed?: boolean;
      record?: components['schemas']['DrawRecord'];
      revealed?: string[];
      rulesHash: string;
      seats?: components['schemas']['Seats'];
      status?: string;
      thin?: components['schemas']['Thin'][];
    };
    DueItem: {
      article: string | null;
      citation: string | null;
      code: string | null;
      dueAt: string | null;
      kind: string;
      objectId: string;
      overdue: boolean;
      owes: string;
      projectId: string | null;
      tenderId: string | null;
      title: string;
    };
    DueYear: {
      urgent: boolean;
      year: number;
    };
    EarlierName: {
      name: string;
      /** Format: date-time */
      until: string;
    };
    EnclosedBid: {
      address: components['schemas']['EscrowAddress'];
      bidId: string;
      receiptCode: string;
      released: ('documents' | 'price-sheet')[];
      shares: {
        documents: {
          commitment: string;
          envelope: string;
          size: number;
        };
        'price-sheet': {
          commitment: string;
          envelope: string;
          size: number;
        };
      };
    };
    EscrowAddress: {
      bidder: string;
      lot: string;
      tender: string;
      version: number;
    };
    EscrowView: {
      bids: components['schemas']['EnclosedBid'][];
      index: number;
      threshold: number;
      trustees: {
        index: number;
        name: string;
        organisation: string;
        released: boolean;
      }[];
      /** Format: date-time */
      windowEndsAt: string;
    };
    EvaluationView: {
      bids?: components['schemas']['BidToEvaluate'][];
      committee?: {
        away: number;
        experts: number;
        members: number;
      };
      dissent?: {
        dissent: string;
        seat: string;
      }[];
      documents?: components['schemas']['NumberedBid'][];
      freeSeats?: string[];
      id?: string;
      leader?: string | null;
      members?: components['schemas']['MemberView'][];
      own?: {
        ballot: string[] | null;
        checkedIn: boolean;
        handedIn: boolean;
        judged: boolean;
        marks: components['schemas']['Mark'][] | null;
        pledged: boolean;
        seat: string;
        sheet: components['schemas']['Sheet'] | null;
        signed: boolean;
        vote: string | null;
      };
      plan?: {
        items: {
          id: string;
          max: string;
          min: string;
          name: string;
          objective: boolean;
        }[];
        method:
          | {
              above: {
                cap?: string;
                marks: string;
              };
              base:
                | {
                    factor:
                      | {
                          /** @enum {string} */
                          kind: 'fixed';
                          value: string;
                        }
                      | {
                          /** @enum {string} */
                          kind: 'drawn';
                          values: string[];
                        };
                    /** @enum {string} */
                    kind: 'mean';
                  }
                | {
                    /** @enum {string} */
                    kind: 'reduced-mean';
                    reduction:
                      | {
                          /** @enum {string} */
                          kind: 'fixed';
                          value: string;
                        }
                      | {
                          /** @enum {string} */
                          kind: 'drawn';
                          values: string[];
                        };
                  }
                | {
                    ceilingReduction:
                      | {
                          /** @enum {string} */
                          kind: 'fixed';
                          value: string;
                        }
                      | {
                          /** @enum {string} */
                          kind: 'drawn';
                          values: string[];
                        };
                    /** @enum {string} */
                    kind: 'blend';
                    meanWeight:
                      | {
                          /** @enum {string} */
                          kind: 'fixed';
                          value: string;
                        }
                      | {
                          /** @enum {string} */
                          kind: 'drawn';
                          values: string[];
                        };
                  };
              below: {
                cap?: string;
                marks: string;
              };
              decimals: number;
              /** @enum {string} */
              deviationIn: 'percent' | 'ratio';
              drop: {
                from: number;
                high: number;
                low: number;
              }[];
              floor: string | null;
              fullMarks: string;
              /** @enum {string} */
              method: 'base-price';
              /** @enum {string} */
              partPercent: 'count-as-whole' | 'ignore' | 'linear';
              roundAt: {
                basePrice?: number;
                deviation?: number;
                mean?: number;
              };
              /** @enum {string} */
              rounding: 'half-up';
              /** @enum {string} */
              tieRule: 'earlier-receipt' | 'higher-technical-score' | 'undecided';
            }
          | {
              /** @enum {string} */
              method: 'lowest-price';
              /** @enum {string} */
              tieRule: 'earlier-receipt' | 'undecided';
            }
          | {
              decimals: number;
              /** @enum {string} */
              method: 'lowest-price-first';
              /** @enum {string} */
              rounding: 'half-up';
              /** @enum {string} */
              tieRule: 'earlier-receipt' | 'higher-technical-score' | 'undecided';
              weightPercent: string;
            }
          | {
              candidatesMax: number;
              /** @enum {string} */
              method: 'decision';
            };
        review: {
          id: string;
          /** @enum {string} */
          kind: 'form' | 'qualification' | 'responsiveness';
          text: string;
        }[];
        scoring?: {
          decimals: number;
          drop: {
            from: number;
            high: number;
            low: number;
          }[];
          /** @enum {string} */
          dropBy: 'item' | 'total';
          /** @enum {string} */
          roundAt: 'items' | 'total';
          /** @enum {string} */
          rounding: 'half-up';
        };
      };
      rejections?: components['schemas']['Rejection'][];
      report?: string;
      reportSha256?: string | null;
      roomId?: string;
      sheets?: {
        marks: components['schemas']['Mark'][] | null;
        seat: string;
        sheet: components['schemas']['Sheet'] | null;
      }[];
      signatures?: {
        seat: string;
        signature: string | null;
      }[];
      signedAt?: string | null;
      /** Format: date-time */
      startsAt?: string;
      /** @enum {string} */
      status?: 'assembling' | 'electing' | 'ended' | 'judging' | 'reviewing' | 'scoring' | 'signed' | 'signing' | 'untying';
      summary?: components['schemas']['SummaryView'];
      tenderDocuments?: components['schemas']['BidFile'][];
      tenderId: string;
      ties?: string[][];
    };
    Evidence: {
      bid: {
        escrow: string | null;
        manifest: string;
        sealedFileSha256: string;
        signature: string;
      };
      certificates: {
        authorities: string[];
        platform: string;
        timeAuthorities: string[];
      };
      /** @enum {string} */
      format: 'tianping/evidence/1';
      receipt: {
        signature: string;
        text: string;
        timestamp: string | null;
      };
      sealedSet: {
        proof: components['schemas']['SealedProof'] | null;
        signature: string;
        statement: string;
        timestamp: string | null;
      } | null;
    };
    FallenView: {
      bidId: string;
      /** @enum {string} */
      cause: 'force-majeure' | 'given-up' | 'no-bond' | 'no-contract' | 'unlawful';
      reason?: string;
    };
    FileInfo: {
      id: string;
      mediaType: string;
      name: string;
      sha256: string;
      size: number;
    };
    FollowedTender: {
      code: string;
      /** Format: date-time */
      deadline: string;
      /** Format: date-time */
      followedAt: string;
      held: boolean;
      /** @enum {string} */
      status: 'bidding' | 'closed' | 'contracted' | 'decided' | 'draft' | 'evaluating' | 'failed' | 'noticed' | 'opened' | 'opening' | 'publicity' | 'reported' | 'terminated';
      tenderId: string;
      title: string;
    };
    Health: {
      detail: string;
      /** @enum {string} */
      name: 'calendar' | 'database' | 'events' | 'jobs' | 'revocation' | 'storage' | 'time';
      since: string | null;
      /** @enum {string} */
      state: 'degraded' | 'down' | 'ok';
    };
    HeldRole: {
      projectId: string | null;
      role: string;
    };
    HoldView: {
      article: string;
      kind: string;
      reason?: string;
    };
    Invitation: {
      approval: string;
      /** @enum {string} */
      ground: 'cost' | 'few';
    };
    JobState: {
      everyMs: number;
      failed: number;
      lastRunAt: string | null;
      late: boolean;
      name: string;
      waiting: number;
    };
    KnownYear: {
      holidays: number;
      importedAt: string | null;
      notice: string | null;
      workdays: number;
      year: number;
    };
    LawfulCalendar: {
      days: components['schemas']['CalendarDay'][];
      /** Format: date-time */
      publishAt: string;
      rows: components['schemas']['LawfulRow'][];
    };
    LawfulRow: {
      article: string;
      citation: string;
      days: number | null;
      earliest: string | null;
      latest: string | null;
      lawful: boolean | null;
      /** @enum {string} */
      step: 'deadline' | 'documents' | 'opening' | 'publicity' | 'questions';
      typed: string | null;
    };
    LostNotice: {
      bidder: string;
      /** @enum {string} */
      cause: 'force-majeure' | 'given-up' | 'no-bond' | 'no-contract' | 'unlawful';
      lostAt: string;
      noticedAt: string;
      noticeSha256: string;
      priceFen: string;
    };
    LotOutage: {
      /** Format: date-time */
      from: string;
      inDoubt?: {
        /** Format: date-time */
        begunAt: string;
        bidder: string;
      }[];
      moved: {
        'bid-deadline'?: components['schemas']['Moved'];
        'call-answer'?: components['schemas']['Moved'];
        contract?: components['schemas']['Moved'];
        decryption?: components['schemas']['Moved'];
        documents?: components['schemas']['Moved'];
        publicity?: components['schemas']['Moved'];
        questions?: components['schemas']['Moved'];
      };
      outageId: string;
      own: boolean;
      /** Format: date-time */
      to: string;
    };
    Mark: {
      bidId: string;
      itemId: string;
      pass: boolean;
      reason?: string;
    };
    Me: {
      accountId: string;
      /** @enum {string} */
      installation: 'demonstration' | 'production';
      /** @enum {string|null} */
      lacks: 'own-password' | 'second-factor' | null;
      login: string;
      name: string;
      organisationId: string | null;
      organisationName: string;
      password: boolean;
      permissions: string[];
      roles: components['schemas']['HeldRole'][];
      simulatedClock: boolean;
      totp: boolean;
      uscc: string | null;
    };
    MemberView: {
      away: boolean;
      checkedIn?: boolean;
      handedIn?: boolean;
      kind: string;
      name: string;
      pledged?: boolean;
      reviewed?: boolean;
      seat: string;
      signed?: boolean;
    };
    Moved: {
      /** Format: date-time */
      from: string;
      /** Format: date-time */
      to: string;
    };
    NamedParty: {
      name: string;
      uscc: string;
    };
    NewsArticle: {
      body: string;
      id: string;
      /** @enum {string} */
      kind: 'news' | 'policy';
      /** Format: date-time */
      publishedAt: string;
      source: string | null;
      title: string;
    };
    NewsPage: {
      items: components['schemas']['NewsRow'][];
      next: string | null;
    };
    NewsRow: {
      id: string;
      /** @enum {string} */
      kind: 'news' | 'policy';
      /** Format: date-time */
      publishedAt: string;
      source: string | null;
      title: string;
    };
    NumberedBid: {
      bidder: string;
      bidId: string;
      documents: components['schemas']['BidFile'][];
      number: number;
    };
    ObjectionView: {
      answer: string | null;
      answeredAt: string | null;
      id: string;
      raisedAt: string;
      text: string;
    };
    OpeningView: {
      allowedActs: string[];
      bidders?: {
        bidder: string;
        bidId: string;
        decrypted: boolean;
        priced: boolean;
        waiting: boolean;
      }[];
      bids?: number;
      /** Format: date-time */
      closedAt: string;
      coefficients?: {
        [key: string]: components['schemas']['ValueRecord'];
      };
      progress?: {
        decrypted: number;
        priced: number;
      };
      record?: string | null;
      recordSha256?: string | null;
      recordSignature?: string | null;
      roomId?: string | null;
      sealedSet?: {
        entries: components['schemas']['SealedEntry'][];
        root: string;
        signature: string;
        statement: string;
        timestamp: string | null;
      };
      startedAt: string | null;
      /** @enum {string} */
      status: 'concluded' | 'decrypting' | 'sealed';
      tenderId: string;
      trustees?: {
        people: {
          name: string;
          organisation: string;
          released: boolean;
        }[];
        threshold: number;
      };
      windowEndsAt: string | null;
    };
    OrganisationPage: {
      items: components['schemas']['OrganisationView'][];
      next: string | null;
    };
    OrganisationView: {
      accounts: number;
      id: string;
      name: string;
      region: string;
      /** Format: date-time */
      registeredAt: string;
      uscc: string;
    };
    OutageRow: {
      /** Format: date-time */
      from: string;
      id: string;
      signature: string;
      statement: string;
      /** Format: date-time */
      to: string;
    };
    Owed: {
      article: string | null;
      citation: string | null;
      code: string | null;
      dueAt: string | null;
      kind: string;
      objectId: string;
      overdue: boolean;
      projectId: string | null;
      tenderId: string | null;
      title: string;
    };
    OwnBid: {
      cipherSha256: string;
      code: string;
      /** Format: date-time */
      deadline: string;
      held: boolean;
      id: string;
      manifest: string;
      number: number;
      receipt: string;
      receiptCode: string;
      /** Format: date-time */
      receivedAt: string;
      signature: string;
      status: string;
      tenderId: string;
      tenderStatus: string;
      timestamp: string | null;
      title: string;
    };
    OwnBidPage: {
      items: components['schemas']['OwnBidRow'][];
      next: string | null;
    };
    OwnBidRow: {
      code: string;
      /** Format: date-time */
      deadline: string;
      held: boolean;
      id: string;
      number: number;
      receiptCode: string;
      /** Format: date-time */
      receivedAt: string;
      status: string;
      tenderId: string;
      tenderStatus: string;
      title: string;
    };
    OwnCertificate: {
      algorithm: string;
      /** Format: date-time */
      boundAt: string;
      endedAt: string | null;
      fingerprint: string;
      id: string;
      issuer: string;
      /** Format: date-time */
      notAfter: string;
      /** Format: date-time */
      notBefore: string;
      subject: string;
      /** @enum {string} */
      usage: 'encipherment' | 'signing';
    };
    OwnSeat: {
      id: string;
      roomId: string;
      seat: string;
      /** Format: date-time */
      startsAt: string;
      /** @enum {string} */
      status: 'assembling' | 'electing' | 'ended' | 'judging' | 'reviewing' | 'scoring' | 'signed' | 'signing' | 'untying';
      tenderId: string;
      title: string;
    };
    OwnUpload: {
      /** Format: date-time */
      begunAt: string;
      /** Format: date-time */
      endsAt: string;
      received: number;
      size: number;
      uploadId: string;
    };
    OwnUploads: {
      items: components['schemas']['OwnUpload'][];
      quota: number;
      used: number;
    };
    PlatformEntry: {
      act: string;
      actorLogin: string;
      /** Format: date-time */
      at: string;
      id: string;
      ip: string;
      objectId: string | null;
      objectLogin: string | null;
      objectType: string;
      organisationId: string | null;
      /** @enum {string} */
      outcome: 'done' | 'failed' | 'refused';
      projectId: string | null;
      requestId: string;
      times: number;
    };
    PlatformTrailPage: {
      entries: components['schemas']['PlatformEntry'][];
      next: string | null;
    };
    PriceSheetView: {
      durationDays?: number;
      format: string;
      lines?: {
        amountFen: string;
        name: string;
      }[];
      note?: string;
      quality?: string;
      totalFen: string;
    };
    Problem: {
      code: string;
      detail: string;
      requestId: string;
      status: number;
      title: string;
      type: string;
      violations: {
        /** @description the article that the refusal rests on, e.g. TBR-36 */
        article?: string;
        citation?: string;
        /** @description `<module>.<name>`; the same for ever */
        code: string;
        /** @description what and why, in the language of Accept-Language */
        detail: string;
        /** @description what can be done now */
        next?: string;
        params?: Record<string, never>;
        /** @description RFC 6901 pointer to the field at fault */
        pointer?: string;
      }[];
    };
    ProjectRow: {
      agency: string | null;
      approvalNumber: string;
      category: string;
      code: string | null;
      /** Format: date-time */
      createdAt: string;
      estimateFen: string | null;
      fundsSource: string;
      holds: {
        article: string;
        id: string;
        kind: string;
        lot: string | null;
        placedAt: string;
        reason: string;
      }[];
      id: string;
      invitation: components['schemas']['Invitation'] | null;
      kind: string;
      mandate: string | null;
      mandatory: boolean;
      name: string;
      procedure: string;
      region: string;
      registeredAt: string | null;
      returnReason: string | null;
      ruleset: string | null;
      stateControlled: boolean;
      /** @enum {string} */
      status: 'archived' | 'draft' | 'registered' | 'submitted';
      tenderer: string;
      tendererUscc: string;
    };
    ProposalRow: {
      act: string;
      /** Format: date-time */
      askedAt: string;
      askedBy: string;
      contentSha256: string;
      decidedAt: string | null;
      decidedBy: string | null;
      /** Format: date-time */
      expiresAt: string;
      id: string;
      lot: string | null;
      objectId: string;
      projectCode: string | null;
      projectId: string | null;
      projectName: string | null;
      reason: string | null;
      signedByAsker: boolean;
      signedByConfirmer: boolean;
      /** @enum {string} */
      status: 'confirmed' | 'open' | 'outdated' | 'refused' | 'replaced' | 'unsigned';
    };
    QuestionPage: {
      items: components['schemas']['QuestionView'][];
      next: string | null;
    };
    QuestionView: {
      answer: string | null;
      answeredAt: string | null;
      askedAt: string;
      id: string;
      text: string;
    };
    Readiness: {
      checks: components['schemas']['Check'][];
      /** @enum {string} */
      reason?: 'database' | 'disk' | 'jobs';
      /** @enum {string} */
      status: 'ok' | 'unavailable';
    };
    ReceiptAnswer: {
      bidId: string;
      receipt: string;
      receiptCode: string;
      receivedAt: string;
      signature: string;
      timestamp: string | null;
    };
    Recount: {
      counted: number;
      differences: {
        [key: string]: string;
      }[];
    };
    Rejection: {
      bidId: string;
      itemId: string;
      reasons: string[];
      votes: {
        against: number;
        of: number;
      };
    };
    Replacement: {
      before: {
        /** Format: date-time */
        at: string;
        reason: string | null;
        status: string;
      } | null;
      confirmer: string;
      contentSha256: string;
      expiresAt: string;
      proposalId: string;
    };
    RevocationListView: {
      entries: number | null;
      error: string | null;
      fetchedAt: string | null;
      fingerprint: string;
      issuer: string;
      nextUpdate: string | null;
      number: string | null;
      ocspUrl: string | null;
      /** @enum {string} */
      state: 'expired' | 'fresh' | 'late' | 'none';
      thisUpdate: string | null;
      url: string | null;
    };
    RoleView: {
      acts: string[];
      code: string;
      en: string;
      zh: string;
    };
    RulesetTerm: {
      article: string;
      citation: components['schemas']['Bilingual'];
      effectiveFrom: string;
      effectiveTo: string | null;
      hard: boolean;
      mark: string;
      ruleset: string;
      term: string;
      value: string;
    };
    RulesetView: {
      decision: {
        en: string;
        mark: string;
        zh: string;
      } | null;
      effectiveFrom: string;
      en: string;
      region: string;
      ruleset: string;
      zh: string;
    };
    RunningPlace: {
      code: string;
      held: boolean;
      /** @enum {string} */
      kind: 'draw' | 'evaluation' | 'opening';
      lastEventAt?: string | null;
      region: string;
      roomId?: string | null;
      seats?: {
        of: number;
        present: number;
      } | null;
      /** Format: date-time */
      since: string;
      status?: string;
      tenderer: string;
      tenderId: string;
      title: string;
    };
    SealedEntry: {
      cipherSha256: string;
      manifestSha256: string;
      receiptCode: string;
    };
    SealedEntry2: {
      cipherSha256: string;
      manifestSha256: string;
      receiptCode: string;
    };
    SealedProof: {
      entry: components['schemas']['SealedEntry2'];
      index: number;
      path: string[];
      size: number;
    };
    Seats: {
      accepted: number;
      left: number;
      offered: number;
    };
    SeatState: {
      checkedIn: boolean;
      seat: string;
    };
    SessionView: {
      agent: string;
      /** Format: date-time */
      createdAt: string;
      current: boolean;
      /** Format: date-time */
      expiresAt: string;
      id: string;
      ip: string;
      /** @enum {string} */
      means: 'certificate' | 'code' | 'first' | 'password';
    };
    Sheet: {
      remarks: {
        bidId: string;
        recommend: boolean;
        risks: string;
        strengths: string;
      }[];
      scores: {
        bidId: string;
        itemId: string;
        score: string;
      }[];
    };
    StepDraft: {
      fields: {
        [key: string]: string;
      };
      savedAt: string | null;
      /** @enum {string} */
      step: 'assembling' | 'electing' | 'ended' | 'judging' | 'reviewing' | 'scoring' | 'signed' | 'signing' | 'untying';
      version: number;
    };
    SummaryView: {
      basePrice?: string;
      coefficients?: {
        [key: string]: string;
      };
      method:
        | {
            above: {
              cap?: string;
              marks: string;
            };
            base:
              | {
                  factor:
                    | {
                        /** @enum {string} */
                        kind: 'fixed';
                        value: string;
                      }
                    | {
                        /** @enum {string} */
                        kind: 'drawn';
                        values: string[];
                      };
                  /** @enum {string} */
                  kind: 'mean';
                }
              | {
                  /** @enum {string} */
                  kind: 'reduced-mean';
                  reduction:
                    | {
                        /** @enum {string} */
                        kind: 'fixed';
                        value: string;
                      }
                    | {
                        /** @enum {string} */
                        kind: 'drawn';
                        values: string[];
                      };
                }
              | {
                  ceilingReduction:
                    | {
                        /** @enum {string} */
                        kind: 'fixed';
                        value: string;
                      }
                    | {
                        /** @enum {string} */
                        kind: 'drawn';
                        values: string[];
                      };
                  /** @enum {string} */
                  kind: 'blend';
                  meanWeight:
                    | {
                        /** @enum {string} */
                        kind: 'fixed';
                        value: string;
                      }
                    | {
                        /** @enum {string} */
                        kind: 'drawn';
                        values: string[];
                      };
                };
            below: {
              cap?: string;
              marks: string;
            };
            decimals: number;
            /** @enum {string} */
            deviationIn: 'percent' | 'ratio';
            drop: {
              from: number;
              high: number;
              low: number;
            }[];
            floor: string | null;
            fullMarks: string;
            /** @enum {string} */
            method: 'base-price';
            /** @enum {string} */
            partPercent: 'count-as-whole' | 'ignore' | 'linear';
            roundAt: {
              basePrice?: number;
              deviation?: number;
              mean?: number;
            };
            /** @enum {string} */
            rounding: 'half-up';
            /** @enum {string} */
            tieRule: 'earlier-receipt' | 'higher-technical-score' | 'undecided';
          }
        | {
            /** @enum {string} */
            method: 'lowest-price';
            /** @enum {string} */
            tieRule: 'earlier-receipt' | 'undecided';
          }
        | {
            decimals: number;
            /** @enum {string} */
            method: 'lowest-price-first';
            /** @enum {string} */
            rounding: 'half-up';
            /** @enum {string} */
            tieRule: 'earlier-receipt' | 'higher-technical-score' | 'undecided';
            weightPercent: string;
          }
        | {
            candidatesMax: number;
            /** @enum {string} */
            method: 'decision';
          };
      rows: {
        bidder: string;
        bidId: string;
        candidate: boolean;
        evaluatedPriceFen: string;
        items?: {
          itemId: string;
          score: string;
        }[];
        itemScore?: string;
        priceFen: string;
        priceScore?: string;
        rank?: number;
        tied?: boolean;
        total?: string;
      }[];
      votes?: components['schemas']['TieVote'][];
    };
    TenderPage: {
      items: components['schemas']['TenderRow'][];
      next: string | null;
      total: number | null;
    };
    TenderRow: {
      agency: string | null;
      category: string;
      ceilingFen: string | null;
      code: string;
      /** Format: date-time */
      deadline: string;
      held: boolean;
      id: string;
      method: string;
      procedure: string;
      projectCode: string;
      projectId: string;
      publishedAt: string | null;
      region: string;
      /** @enum {string} */
      status: 'bidding' | 'closed' | 'contracted' | 'decided' | 'draft' | 'evaluating' | 'failed' | 'noticed' | 'opened' | 'opening' | 'publicity' | 'reported' | 'terminated';
      tenderer: string;
      title: string;
    };
    TenderView: {
      agency: string | null;
      allowedActs: string[];
      amendments: components['schemas']['AmendmentView'][];
      candidateLimit: number;
      category: string;
      ceilingFen?: string | null;
      code: string;
      /** Format: date-time */
      deadline: string;
      decryptionMinutes: number;
      documents: components['schemas']['DocumentView'][];
      /** Format: date-time */
      documentsUntil: string;
      endArticle: string | null;
      endedIn: string | null;
      endReason: string | null;
      held: boolean;
      holds: components['schemas']['HoldView'][];
      id: string;
      invitees?: components['schemas']['NamedParty'][];
      isPublic: boolean;
      method: string;
      moreQuestions: boolean;
      noticeFileId: string | null;
      /** @enum {string} */
      phase: 'archived' | 'awarded' | 'before-notice' | 'bidding' | 'closed' | 'evaluation' | 'opened' | 'publicity' | 'reported';
      plan?: {
        items: {
          id: string;
          max: string;
          min: string;
          name: string;
          objective: boolean;
        }[];
        method:
          | {
              above: {
                cap?: string;
                marks: string;
              };
              base:
                | {
                    factor:
                      | {
                          /** @enum {string} */
                          kind: 'fixed';
                          value: string;
                        }
                      | {
                          /** @enum {string} */
                          kind: 'drawn';
                          values: string[];
                        };
                    /** @enum {string} */
                    kind: 'mean';
                  }
                | {
                    /** @enum {string} */
                    kind: 'reduced-mean';
                    reduction:
                      | {
                          /** @enum {string} */
                          kind: 'fixed';
                          value: string;
                        }
                      | {
                          /** @enum {string} */
                          kind: 'drawn';
                          values: string[];
                        };
                  }
                | {
                    ceilingReduction:
                      | {
                          /** @enum {string} */
                          kind: 'fixed';
                          value: string;
                        }
                      | {
                          /** @enum {string} */
                          kind: 'drawn';
                          values: string[];
                        };
                    /** @enum {string} */
                    kind: 'blend';
                    meanWeight:
                      | {
                          /** @enum {string} */
                          kind: 'fixed';
                          value: string;
                        }
                      | {
                          /** @enum {string} */
                          kind: 'drawn';
                          values: string[];
                        };
                  };
              below: {
                cap?: string;
                marks: string;
              };
              decimals: number;
              /** @enum {string} */
              deviationIn: 'percent' | 'ratio';
              drop: {
                from: number;
                high: number;
                low: number;
              }[];
              floor: string | null;
              fullMarks: string;
              /** @enum {string} */
              method: 'base-price';
              /** @enum {string} */
              partPercent: 'count-as-whole' | 'ignore' | 'linear';
              roundAt: {
                basePrice?: number;
                deviation?: number;
                mean?: number;
              };
              /** @enum {string} */
              rounding: 'half-up';
              /** @enum {string} */
              tieRule: 'earlier-receipt' | 'higher-technical-score' | 'undecided';
            }
          | {
              /** @enum {string} */
              method: 'lowest-price';
              /** @enum {string} */
              tieRule: 'earlier-receipt' | 'undecided';
            }
          | {
              decimals: number;
              /** @enum {string} */
              method: 'lowest-price-first';
              /** @enum {string} */
              rounding: 'half-up';
              /** @enum {string} */
              tieRule: 'earlier-receipt' | 'higher-technical-score' | 'undecided';
              weightPercent: string;
            }
          | {
              candidatesMax: number;
              /** @enum {string} */
              method: 'decision';
            };
        review: {
          id: string;
          /** @enum {string} */
          kind: 'form' | 'qualification' | 'responsiveness';
          text: string;
        }[];
        scoring?: {
          decimals: number;
          drop: {
            from: number;
            high: number;
            low: number;
          }[];
          /** @enum {string} */
          dropBy: 'item' | 'total';
          /** @enum {string} */
          roundAt: 'items' | 'total';
          /** @enum {string} */
          rounding: 'half-up';
        };
      };
      procedure: string;
      projectCode: string;
      projectId: string;
      publishedAt: string | null;
      qualification: string;
      questions: components['schemas']['QuestionView'][];
      /** Format: date-time */
      questionsUntil: string;
      region: string;
      retenderOf: string | null;
      scope: string;
      /** Format: date-time */
      serverTime: string;
      /** @enum {string} */
      status: 'bidding' | 'closed' | 'contracted' | 'decided' | 'draft' | 'evaluating' | 'failed' | 'noticed' | 'opened' | 'opening' | 'publicity' | 'reported' | 'terminated';
      tenderer: string;
      title: string;
      trustees: components['schemas']['Trustees'] | null;
    };
    Thin: {
      eligible: number;
      need: number;
      specialty: string;
    };
    TieVote: {
      ballots: components['schemas']['Ballot'][];
      order: string[];
    };
    Todo: {
      items: components['schemas']['Owed'][];
      /** Format: date-time */
      now: string;
    };
    TrailEntry: {
      act: string;
      actorLogin: string;
      /** Format: date-time */
      at: string;
      detail?: {
        [key: string]: unknown;
      };
      id: string;
      ip: string;
      objectId: string;
      objectType: string;
      organisationId: string | null;
      /** @enum {string} */
      outcome: 'done' | 'failed' | 'refused';
      requestId: string;
    };
    TrailPage: {
      entries: components['schemas']['TrailEntry'][];
      next: string | null;
    };
    Transfer: {
      pieceSize: number;
      uploadId: string;
    };
    TransferState: {
      received: number;
      size: number;
    };
    Trustee: {
      accountId: string;
      certificate: string;
      fingerprint: string;
      name: string;
      organisation: string;
      organisationId: string;
    };
    Trustees: {
      people: components['schemas']['Trustee'][];
      threshold: number;
    };
    TrustView: {
      authorities: components['schemas']['AuthorityView'][];
      lists: components['schemas']['RevocationListView'][];
      platform: string;
      timeAuthorities: string[];
    };
    TwoPersonRecord: {
      authorities: string[];
      confirmedBy: {
        name: string;
        organisation: string;
      } | null;
      /** @enum {string} */
      format: 'tianping/two-person-record/2';
      signatures: {
        asker: string | null;
        confirmer: string | null;
      };
      statement: string;
    };
    Uploaded: {
      sha256: string;
      size: number;
      /** @enum {boolean} */
      submitted: false;
    };
    ValueRecord: {
      beacon: string;
      commitments: {
        [key: string]: string;
      };
      drawId: string;
      /** @enum {string} */
      format: 'draw/v1';
      index: number;
      listHash: string;
      name: string;
      reveals: {
        [key: string]: string;
      };
      rulesHash: string;
      seed: string;
      value: string;
      values: string[];
    };
    VenueRoom: {
      active: boolean;
      equipment: string;
      id: string;
      name: string;
      seats: number;
    };
    VenueSession: {
      code: string;
      /** @enum {string} */
      kind: 'evaluation' | 'opening';
      room: string | null;
      roomUntil: string | null;
      seats?: components['schemas']['SeatState'][];
      /** Format: date-time */
      startsAt: string;
      tenderId: string;
      title: string;
    };
    WaitingHalf: {
      accountId: string;
      /** Format: date-time */
      endsAt: string;
      login: string;
      name: string;
      organisation: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  AdministrationController_accounts: {
    parameters: {
      query?: {
        after?: string;
        limit?: number;
        q?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AccountPage'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  IdentityController_create: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** Format: date-time */
          endsAt?: string;
          /**
           * @default resident
           * @enum {string}
           */
          identityKind?: 'resident' | 'hk-macao-permit' | 'taiwan-permit' | 'permanent-resident' | 'passport';
          identityNumber: string;
          login: string;
          name: string;
          /** Format: uuid */
          organisationId: string;
          password?: string;
          reason: string;
          roles: (
            | 'tenderer-officer'
            | 'tenderer-approver'
            | 'agency-officer'
            | 'bidder-officer'
            | 'bidder-signatory'
            | 'organisation-head'
            | 'key-trustee'
            | 'expert'
            | 'tenderer-representative'
            | 'entry-officer'
            | 'hall-operator'
            | 'bureau-officer'
            | 'library-admin'
            | 'security-admin'
            | 'audit-admin'
            | 'system-admin'
          )[];
        };
      };
    };
    responses: {
      /** @description done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            accountId: string;
            asked: components['schemas']['Asked'] | null;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AccountActsController_endCodes: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AccountActsController_resetPassword: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AccountActsController_reinstate: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  IdentityController_grant: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** Format: date-time */
          endsAt?: string;
          reason: string;
          /** @enum {string} */
          role:
            | 'tenderer-officer'
            | 'tenderer-approver'
            | 'agency-officer'
            | 'bidder-officer'
            | 'bidder-signatory'
            | 'organisation-head'
            | 'key-trustee'
            | 'expert'
            | 'tenderer-representative'
            | 'entry-officer'
            | 'hall-operator'
            | 'bureau-officer'
            | 'library-admin'
            | 'security-admin'
            | 'audit-admin'
            | 'system-admin';
        };
      };
    };
    responses: {
      /** @description done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AccountActsController_suspend: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DeskController_articles: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['ArticleView'][];
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TrustController_read: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TrustView'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AuthorityActsController_add: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /**
           * Format: uri
           * @default null
           */
          crlUrl?: string | null;
          /** @default  */
          note?: string;
          /**
           * Format: uri
           * @default null
           */
          ocspUrl?: string | null;
          /** Format: starts_with */
          pem: string;
        };
      };
    };
    responses: {
      /** @description done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AuthorityActsController_end: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        fingerprint: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TrustController_upload: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        fingerprint: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** Format: base64 */
          crl: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            entries: number;
            number: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TrustController_refresh: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            fetched: number;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  BiddingController_all: {
    parameters: {
      query?: {
        after?: string;
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OwnBidPage'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  EvaluationController_document: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  CalendarController_known: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            due: components['schemas']['DueYear'] | null;
            items: components['schemas']['KnownYear'][];
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  CalendarActsController_add: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          holidays: string[];
          notice: string;
          workdays: string[];
          year: number;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExpertsController_mine: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CallView'][];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExpertsController_answer: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          accept: boolean;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {string} */
            status: 'accepted' | 'declined' | 'offered' | 'released' | 'timed-out';
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExpertsController_stepAside: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @enum {string} */
          cause: 'health' | 'interest' | 'other';
          reason: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {string} */
            status: 'accepted' | 'declined' | 'offered' | 'released' | 'timed-out';
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AdministrationController_certificates: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['CertificateView'][];
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ReplacingController_ask: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** Format: starts_with */
          certificate: string;
          /** @enum {string} */
          confirmer: 'organisation-head' | 'security-admin';
          login: string;
          /** Format: base64 */
          proof: string;
        };
      };
    };
    responses: {
      /** @description done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Replacement'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  HealthController_clock: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: date-time */
            now: string;
            simulated: boolean;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  HealthController_advance: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** Format: date-time */
          to: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            now: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DemonstrationController_read: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DemoWorld'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DemonstrationController_certificate: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          commonName: string;
          organisation: string;
          /** Format: starts_with */
          publicKeyPem: string;
          /**
           * @default signing
           * @enum {string}
           */
          usage?: 'signing' | 'encipherment';
          uscc: string;
        };
      };
    };
    responses: {
      /** @description done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            certificatePem: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DemonstrationController_encryptionKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        login: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DemoKey'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DemonstrationController_key: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        login: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DemoKey'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DraftController_read: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DraftView'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DraftController_save: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          basedOn: number;
          changes: {
            [key: string]: string;
          };
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DraftSaved'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DraftController_forget: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {boolean} */
            forgotten: true;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExpertsController_abandon: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason: string;
        };
      };
    };
    responses: {
      /** @description done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExpertsController_commit: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          commitment: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            status: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExpertsController_reveal: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          number: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            calls?: number;
            status: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  EvaluationController_own: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OwnSeat'][];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  EvaluationController_draft: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StepDraft'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  EvaluationController_replace: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @enum {string} */
          cause: 'interest' | 'health' | 'absent';
          reason: string;
          seat: string;
        };
      };
    };
    responses: {
      /** @description done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  EvaluationController_tenderDocument: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        fileId: string;
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExpertsController_import: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          experts: {
            /** Format: date */
            appointedUntil: string;
            /** Format: date */
            born: string;
            /** Format: starts_with */
            certificate: string;
            employer: string;
            employerUscc?: string | null;
            /**
             * @default resident
             * @enum {string}
             */
            identityKind?: 'resident' | 'hk-macao-permit' | 'taiwan-permit' | 'permanent-resident' | 'passport';
            identityNumber: string;
            library: string;
            login: string;
            name: string;
            specialties: string[];
            /**
             * Format: date
             * @default null
             */
            suspendedUntil?: string | null;
            /** @default true */
            testPassed?: boolean;
          }[];
        };
      };
    };
    responses: {
      /** @description done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExpertsController_interest: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /**
           * Format: date
           * @default null
           */
          endedOn?: string | null;
          /** @enum {string} */
          kind: 'employment' | 'shareholding' | 'kinship' | 'adviser' | 'other';
          note: string;
          uscc: string;
        };
      };
    };
    responses: {
      /** @description done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            interestId: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  FilesController_upload: {
    parameters: {
      query: {
        mediaType?: string;
        name: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/octet-stream': string;
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FileInfo'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AccountActsController_waiting: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['WaitingHalf'][];
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AccountActsController_takeHalf: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        accountId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            endsAt: string;
            half: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  FollowsController_list: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['FollowedTender'][];
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AdministrationController_parts: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Health'][];
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  IntakeController_lift: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {boolean} */
            lifted: true;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AdministrationController_jobs: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['JobState'][];
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TenderController_calendar: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** Format: date-time */
          deadline?: string;
          /** Format: date-time */
          documentsUntil?: string;
          /** Format: uuid */
          projectId: string;
          /** Format: date-time */
          publishAt?: string;
          /** Format: date-time */
          questionsUntil?: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LawfulCalendar'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  IdentityController_me: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Me'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  IdentityController_ownCertificates: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['OwnCertificate'][];
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  IdentityController_bindCertificate: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          answer?: string;
          /** Format: starts_with */
          certificate: string;
          /** Format: uuid */
          challengeId?: string;
          /** Format: base64 */
          proof?: string;
          /** Format: uuid */
          replaces?: string;
        };
      };
    };
    responses: {
      /** @description done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            fingerprint: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  IdentityController_endCertificate: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            endedAt: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  IdentityController_certificateChallenge: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** Format: starts_with */
          certificate: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CertificateChallenge'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ReplacingController_refuse: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            ended: number;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AdministrationController_ownAccounts: {
    parameters: {
      query?: {
        after?: string;
        limit?: number;
        q?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AccountPage'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RenamingController_rename: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** Format: starts_with */
          certificate: string;
          name: string;
        };
      };
    };
    responses: {
      /** @description done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RenamingController_names: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['EarlierName'][];
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  IdentityController_changePassword: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          current: string;
          wanted: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {boolean} */
            changed: true;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  IdentityController_beginCodes: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            secret: string;
            uri: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  IdentityController_confirmCodes: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          code: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            since: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  IdentityController_endCodes: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          code: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {boolean} */
            ended: true;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  NewsController_list: {
    parameters: {
      query?: {
        after?: string;
        kind?: 'news' | 'policy';
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewsPage'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  NewsController_publish: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          body: string;
          /**
           * @default news
           * @enum {string}
           */
          kind?: 'news' | 'policy';
          /** @default null */
          source?: string | null;
          title: string;
        };
      };
    };
    responses: {
      /** @description done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            newsId: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  NewsController_read: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewsArticle'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AwardController_answer: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          answer: string;
        };
      };
    };
    responses: {
      /** @description done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AdministrationController_organisations: {
    parameters: {
      query?: {
        after?: string;
        limit?: number;
        q?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OrganisationPage'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  IdentityController_register: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          account: {
            /**
             * @default resident
             * @enum {string}
             */
            identityKind?: 'resident' | 'hk-macao-permit' | 'taiwan-permit' | 'permanent-resident' | 'passport';
            identityNumber: string;
            login: string;
            name: string;
          };
          /** Format: starts_with */
          certificate: string;
          name: string;
          /** Format: base64 */
          proof: string;
          region: string;
          uscc: string;
        };
      };
    };
    responses: {
      /** @description done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            accountId: string;
            organisationId: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OutagesController_list: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['OutageRow'][];
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  IntakeController_list: {
    parameters: {
      query?: {
        after?: string;
        id?: string;
        limit?: number;
        status?: 'draft' | 'submitted' | 'registered' | 'archived';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ProjectRow'][];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  IntakeController_register: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          approvalNumber: string;
          /** @enum {string} */
          category: 'construction';
          estimateFen: string | null;
          fundsSource: string;
          /** @default null */
          invitation?: {
            approval: string;
            /** @enum {string} */
            ground: 'few' | 'cost';
          } | null;
          kind: string;
          mandate?: string;
          mandatory: boolean;
          name: string;
          /**
           * @default works-open
           * @enum {string}
           */
          procedure?: 'works-open' | 'works-invited';
          region: string;
          stateControlled: boolean;
          tendererUscc: string;
        };
      };
    };
    responses: {
      /** @description done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            projectId: string;
            status: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  IntakeController_read: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ProjectRow'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  IntakeController_change: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          approvalNumber: string;
          /** @enum {string} */
          category: 'construction';
          estimateFen: string | null;
          fundsSource: string;
          /** @default null */
          invitation?: {
            approval: string;
            /** @enum {string} */
            ground: 'few' | 'cost';
          } | null;
          kind: string;
          mandate?: string;
          mandatory: boolean;
          name: string;
          /**
           * @default works-open
           * @enum {string}
           */
          procedure?: 'works-open' | 'works-invited';
          region: string;
          stateControlled: boolean;
          tendererUscc: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            projectId: string;
            status: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  IntakeController_accept: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            code: string;
            ruleset: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TrailController_read: {
    parameters: {
      query?: {
        act?: string;
        actor?: string;
        after?: string;
        from?: string;
        limit?: number;
        outcome?: 'done' | 'refused';
        to?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TrailPage'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TrailController_sheet: {
    parameters: {
      query?: {
        act?: string;
        actor?: string;
        from?: string;
        outcome?: 'done' | 'refused';
        to?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  IntakeController_hold: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason: string;
        };
      };
    };
    responses: {
      /** @description done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            holdId: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  IntakeController_sendBack: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            status: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  IntakeController_submit: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json':
            | components['schemas']['Asked']
            | {
                status: string;
              };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ProposalController_open: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ProposalRow'][];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ProposalController_read: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            act: string;
            /** Format: date-time */
            askedAt: string;
            askedBy: string;
            changes: components['schemas']['Difference'][];
            contentSha256: string;
            decidedAt: string | null;
            decidedBy: string | null;
            /** Format: date-time */
            expiresAt: string;
            id: string;
            lot: string | null;
            mustSign: boolean;
            objectId: string;
            projectCode: string | null;
            projectId: string | null;
            projectName: string | null;
            reason: string | null;
            signedByAsker: boolean;
            signedByConfirmer: boolean;
            statement: string;
            /** @enum {string} */
            status: 'confirmed' | 'open' | 'outdated' | 'refused' | 'replaced' | 'unsigned';
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ProposalController_confirm: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          contentSha256: string;
          /** Format: base64 */
          signature?: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': unknown;
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ProposalController_evidence: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TwoPersonRecord'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ProposalController_refuse: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            status: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ProposalController_sign: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** Format: base64 */
          signature: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ProposalController_ofProject: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        projectId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ProposalRow'][];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ProposalController_own: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ProposalRow'][];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TenderController_answer: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @default false */
          affectsBids?: boolean;
          answer: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            answeredAt: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  BiddingController_receipt: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        code: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OwnBid'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AdministrationController_roles: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['RoleView'][];
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AdministrationController_rulesets: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['RulesetTerm'][];
            rulesets: components['schemas']['RulesetView'][];
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  SessionsController_list: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionView'][];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  SessionsController_signIn: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          code?: string;
          /**
           * @default token
           * @enum {string}
           */
          keep?: 'token' | 'cookie';
          login: string;
          password: string;
        };
      };
    };
    responses: {
      /** @description done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            account: {
              id: string;
              login: string;
              name: string;
            };
            expiresAt: string;
            token?: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  SessionsController_endOthers: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            ended: number;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  SessionsController_end: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {boolean} */
            ended: true;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  SessionsController_certificate: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /**
           * @default token
           * @enum {string}
           */
          keep?: 'token' | 'cookie';
          login: string;
          nonce: string;
          /** Format: base64 */
          signature: string;
        };
      };
    };
    responses: {
      /** @description done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            account: {
              id: string;
              login: string;
              name: string;
            };
            expiresAt: string;
            token?: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  SessionsController_challenge: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          login: string;
        };
      };
    };
    responses: {
      /** @description done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            nonce: string;
            text: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  SessionsController_signOut: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {boolean} */
            ended: true;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  SessionsController_remember: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {boolean} */
            remembered: true;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  SessionsController_prove: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json':
          | {
              code?: string;
              password: string;
            }
          | {
              nonce: string;
              /** Format: base64 */
              signature: string;
            };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {boolean} */
            proven: true;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  SessionsController_revoke: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        accountId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            ended: number;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  StatisticsController_read: {
    parameters: {
      query?: {
        category?: string;
        from?: string;
        region?: string;
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            cells: {
              baseFen: string;
              category: string;
              completed: string;
              entered: string;
              failed: string;
              measured: string;
              month: string;
              projects: string;
              region: string;
              remote: string;
              remoteShare: string | null;
              savingsFen: string;
              savingsRate: string | null;
              turnoverFen: string;
            }[];
            formula: string;
            total: {
              baseFen: string;
              completed: string;
              entered: string;
              failed: string;
              measured: string;
              projects: string;
              remote: string;
              remoteShare: string | null;
              savingsFen: string;
              savingsRate: string | null;
              turnoverFen: string;
            };
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  StatisticsController_sheet: {
    parameters: {
      query?: {
        category?: string;
        from?: string;
        region?: string;
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  StatisticsController_recount: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Recount'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  WatchingController_due: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['DueItem'][];
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  WatchingController_running: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['RunningPlace'][];
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TenderController_list: {
    parameters: {
      query?: {
        after?: string;
        category?: string;
        from?: string;
        invited?: 'true';
        limit?: number;
        method?: string;
        mine?: 'true' | 'false';
        opens?: 'today';
        procedure?: 'works-open' | 'works-invited';
        projectId?: string;
        q?: string;
        region?: string;
        sort?: 'newest' | 'closing';
        stage?: 'draft' | 'bidding' | 'closed' | 'opening' | 'opened' | 'evaluating' | 'reported' | 'publicity' | 'decided' | 'noticed' | 'contracted' | 'failed' | 'terminated';
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TenderPage'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TenderController_draft: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @default 3 */
          candidateLimit?: number;
          ceilingFen?: string | null;
          /** Format: date-time */
          deadline: string;
          /** @default 30 */
          decryptionMinutes?: number;
          documents: string[];
          /** Format: date-time */
          documentsUntil: string;
          invitees?: string[];
          plan: {
            items: {
              id: string;
              max: string;
              min: string;
              name: string;
              objective: boolean;
            }[];
            method:
              | {
                  /** @enum {string} */
                  method: 'lowest-price';
                  /**
                   * @default earlier-receipt
                   * @enum {string}
                   */
                  tieRule?: 'earlier-receipt' | 'undecided';
                }
              | {
                  above: {
                    cap?: string;
                    marks: string;
                  };
                  base:
                    | {
                        factor:
                          | {
                              /** @enum {string} */
                              kind: 'fixed';
                              value: string;
                            }
                          | {
                              /** @enum {string} */
                              kind: 'drawn';
                              readonly values: string[];
                            };
                        /** @enum {string} */
                        kind: 'mean';
                      }
                    | {
                        /** @enum {string} */
                        kind: 'reduced-mean';
                        reduction:
                          | {
                              /** @enum {string} */
                              kind: 'fixed';
                              value: string;
                            }
                          | {
                              /** @enum {string} */
                              kind: 'drawn';
                              readonly values: string[];
                            };
                      }
                    | {
                        ceilingReduction:
                          | {
                              /** @enum {string} */
                              kind: 'fixed';
                              value: string;
                            }
                          | {
                              /** @enum {string} */
                              kind: 'drawn';
                              readonly values: string[];
                            };
                        /** @enum {string} */
                        kind: 'blend';
                        meanWeight:
                          | {
                              /** @enum {string} */
                              kind: 'fixed';
                              value: string;
                            }
                          | {
                              /** @enum {string} */
                              kind: 'drawn';
                              readonly values: string[];
                            };
                      };
                  below: {
                    cap?: string;
                    marks: string;
                  };
                  decimals: number;
                  /** @enum {string} */
                  deviationIn: 'percent' | 'ratio';
                  readonly drop: {
                    from: number;
                    high: number;
                    low: number;
                  }[];
                  floor: string | null;
                  fullMarks: string;
                  /** @enum {string} */
                  method: 'base-price';
                  /**
                   * @default linear
                   * @enum {string}
                   */
                  partPercent?: 'linear' | 'count-as-whole' | 'ignore';
                  /** @default {} */
                  roundAt?: {
                    basePrice?: number;
                    deviation?: number;
                    mean?: number;
                  };
                  /** @enum {string} */
                  rounding: 'half-up';
                  /**
                   * @default earlier-receipt
                   * @enum {string}
                   */
                  tieRule?: 'earlier-receipt' | 'higher-technical-score' | 'undecided';
                }
              | {
                  decimals: number;
                  /** @enum {string} */
                  method: 'lowest-price-first';
                  /** @enum {string} */
                  rounding: 'half-up';
                  /**
                   * @default earlier-receipt
                   * @enum {string}
                   */
                  tieRule?: 'earlier-receipt' | 'higher-technical-score' | 'undecided';
                  weightPercent: string;
                }
              | {
                  candidatesMax: number;
                  /** @enum {string} */
                  method: 'decision';
                };
            review: {
              id: string;
              /** @enum {string} */
              kind: 'form' | 'qualification' | 'responsiveness';
              text: string;
            }[];
            scoring?: {
              decimals: number;
              readonly drop: {
                from: number;
                high: number;
                low: number;
              }[];
              /** @enum {string} */
              dropBy: 'item' | 'total';
              /** @enum {string} */
              roundAt: 'items' | 'total';
              /** @enum {string} */
              rounding: 'half-up';
            };
          };
          /** Format: uuid */
          projectId: string;
          qualification: string;
          /** Format: date-time */
          questionsUntil: string;
          /**
           * Format: uuid
           * @default null
           */
          retenderOf?: string | null;
          scope: string;
          title: string;
          /** @default null */
          trustees?: {
            people: string[];
            threshold: number;
          } | null;
        };
      };
    };
    responses: {
      /** @description done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            code: string;
            tenderId: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TenderController_sheet: {
    parameters: {
      query?: {
        after?: string;
        category?: string;
        from?: string;
        invited?: 'true';
        limit?: number;
        method?: string;
        mine?: 'true' | 'false';
        opens?: 'today';
        procedure?: 'works-open' | 'works-invited';
        projectId?: string;
        q?: string;
        region?: string;
        sort?: 'newest' | 'closing';
        stage?: 'draft' | 'bidding' | 'closed' | 'opening' | 'opened' | 'evaluating' | 'reported' | 'publicity' | 'decided' | 'noticed' | 'contracted' | 'failed' | 'terminated';
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TenderController_read: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TenderView'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TenderController_amend: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          affectsBids: boolean;
          /** @enum {string} */
          kind: 'clarification' | 'amendment';
          /** Format: date-time */
          newDeadline?: string;
          /** Format: uuid */
          questionId?: string;
          text: string;
        };
      };
    };
    responses: {
      /** @description done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AwardController_read: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AwardView'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AwardController_notice: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  BiddingController_upload: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/octet-stream': string;
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Uploaded'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  BiddingController_submit: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          escrow?: string;
          manifest: string;
          /** Format: base64 */
          signature: string;
        };
      };
    };
    responses: {
      /** @description done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReceiptAnswer'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  BiddingController_mine: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OwnBid'][];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  BiddingController_withdraw: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            withdrawnAt: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AwardController_candidates: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AwardController_contract: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          priceFen: string;
          text: string;
        };
      };
    };
    responses: {
      /** @description done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TenderController_download: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        fileId: string;
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TenderController_redraft: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @default 3 */
          candidateLimit?: number;
          ceilingFen?: string | null;
          /** Format: date-time */
          deadline: string;
          /** @default 30 */
          decryptionMinutes?: number;
          documents: string[];
          /** Format: date-time */
          documentsUntil: string;
          invitees?: string[];
          plan: {
            items: {
              id: string;
              max: string;
              min: string;
              name: string;
              objective: boolean;
            }[];
            method:
              | {
                  /** @enum {string} */
                  method: 'lowest-price';
                  /**
                   * @default earlier-receipt
                   * @enum {string}
                   */
                  tieRule?: 'earlier-receipt' | 'undecided';
                }
              | {
                  above: {
                    cap?: string;
                    marks: string;
                  };
                  base:
                    | {
                        factor:
                          | {
                              /** @enum {string} */
                              kind: 'fixed';
                              value: string;
                            }
                          | {
                              /** @enum {string} */
                              kind: 'drawn';
                              readonly values: string[];
                            };
                        /** @enum {string} */
                        kind: 'mean';
                      }
                    | {
                        /** @enum {string} */
                        kind: 'reduced-mean';
                        reduction:
                          | {
                              /** @enum {string} */
                              kind: 'fixed';
                              value: string;
                            }
                          | {
                              /** @enum {string} */
                              kind: 'drawn';
                              readonly values: string[];
                            };
                      }
                    | {
                        ceilingReduction:
                          | {
                              /** @enum {string} */
                              kind: 'fixed';
                              value: string;
                            }
                          | {
                              /** @enum {string} */
                              kind: 'drawn';
                              readonly values: string[];
                            };
                        /** @enum {string} */
                        kind: 'blend';
                        meanWeight:
                          | {
                              /** @enum {string} */
                              kind: 'fixed';
                              value: string;
                            }
                          | {
                              /** @enum {string} */
                              kind: 'drawn';
                              readonly values: string[];
                            };
                      };
                  below: {
                    cap?: string;
                    marks: string;
                  };
                  decimals: number;
                  /** @enum {string} */
                  deviationIn: 'percent' | 'ratio';
                  readonly drop: {
                    from: number;
                    high: number;
                    low: number;
                  }[];
                  floor: string | null;
                  fullMarks: string;
                  /** @enum {string} */
                  method: 'base-price';
                  /**
                   * @default linear
                   * @enum {string}
                   */
                  partPercent?: 'linear' | 'count-as-whole' | 'ignore';
                  /** @default {} */
                  roundAt?: {
                    basePrice?: number;
                    deviation?: number;
                    mean?: number;
                  };
                  /** @enum {string} */
                  rounding: 'half-up';
                  /**
                   * @default earlier-receipt
                   * @enum {string}
                   */
                  tieRule?: 'earlier-receipt' | 'higher-technical-score' | 'undecided';
                }
              | {
                  decimals: number;
                  /** @enum {string} */
                  method: 'lowest-price-first';
                  /** @enum {string} */
                  rounding: 'half-up';
                  /**
                   * @default earlier-receipt
                   * @enum {string}
                   */
                  tieRule?: 'earlier-receipt' | 'higher-technical-score' | 'undecided';
                  weightPercent: string;
                }
              | {
                  candidatesMax: number;
                  /** @enum {string} */
                  method: 'decision';
                };
            review: {
              id: string;
              /** @enum {string} */
              kind: 'form' | 'qualification' | 'responsiveness';
              text: string;
            }[];
            scoring?: {
              decimals: number;
              readonly drop: {
                from: number;
                high: number;
                low: number;
              }[];
              /** @enum {string} */
              dropBy: 'item' | 'total';
              /** @enum {string} */
              roundAt: 'items' | 'total';
              /** @enum {string} */
              rounding: 'half-up';
            };
          };
          /** Format: uuid */
          projectId: string;
          qualification: string;
          /** Format: date-time */
          questionsUntil: string;
          /**
           * Format: uuid
           * @default null
           */
          retenderOf?: string | null;
          scope: string;
          title: string;
          /** @default null */
          trustees?: {
            people: string[];
            threshold: number;
          } | null;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            code: string;
            tenderId: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExpertsController_read: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DrawView'][];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExpertsController_request: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          awayMin: number;
          experts?: string[];
          homeLibrary: string;
          needs: {
            count: number;
            specialty: string;
          }[];
          representatives: number;
          /** @default 4 */
          sessionHours?: number;
          /** Format: date-time */
          sessionStartsAt: string;
        };
      };
    };
    responses: {
      /** @description done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  EvaluationController_read: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EvaluationView'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  EvaluationController_open: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          representatives: string[];
        };
      };
    };
    responses: {
      /** @description done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            evaluationId: string;
            members: number;
            roomId: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  EvaluationController_representatives: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          representatives: string[];
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            seated: string[];
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AwardController_exclude: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** Format: uuid */
          bidId: string;
          /** @enum {string} */
          cause: 'force-majeure' | 'no-bond' | 'unlawful' | 'no-contract';
          reason: string;
        };
      };
    };
    responses: {
      /** @description done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  FollowsController_follow: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': Record<string, never>;
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            following: boolean;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  FollowsController_unfollow: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            following: boolean;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AwardController_giveUp: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {boolean} */
            givenUp: true;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TenderController_invite: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TenderController_notice: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AwardController_raise: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          text: string;
        };
      };
    };
    responses: {
      /** @description done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {boolean} */
            hold: true;
            objectionId: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OpeningController_read: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OpeningView'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OpeningController_coefficients: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          contribution: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            [key: string]: components['schemas']['ValueRecord'];
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OpeningController_conclude: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @default [] */
          otherCauses?: {
            /** Format: uuid */
            bidId: string;
            reason: string;
          }[];
        };
      };
    };
    responses: {
      /** @description done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OpeningController_decrypt: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          keys: {
            [key: string]: string;
          };
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            bidId: string;
            /** @enum {string} */
            outcome: 'opened';
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OpeningController_escrow: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EscrowView'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OpeningController_evidence: {
    parameters: {
      query?: {
        version?: number;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Evidence'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OpeningController_outages: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['LotOutage'][];
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OpeningController_release: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          shares: {
            /** Format: uuid */
            bidId: string;
            /** @enum {string} */
            secret: 'price-sheet' | 'documents';
            share: string | null;
          }[];
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            taken: number;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OpeningController_start: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            bids: number;
            roomId: string;
            windowEndsAt: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TenderController_publish: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TenderController_questions: {
    parameters: {
      query?: {
        after?: string;
        limit?: number;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['QuestionPage'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TenderController_ask: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          text: string;
        };
      };
    };
    responses: {
      /** @description done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            questionId: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AwardController_retender: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason: string;
        };
      };
    };
    responses: {
      /** @description done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TenderController_terminate: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason: string;
        };
      };
    };
    responses: {
      /** @description done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  BiddingController_uploads: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OwnUploads'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  BiddingController_begin: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          size: number;
        };
      };
    };
    responses: {
      /** @description done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Transfer'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AwardController_winner: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** Format: uuid */
          bidId: string;
          decision?: {
            members: {
              name: string;
              position: string;
              /** Format: uuid */
              vote: string;
            }[];
            place: string;
          };
        };
      };
    };
    responses: {
      /** @description done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Asked'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DeskController_todo: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Todo'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  PlatformTrailController_read: {
    parameters: {
      query?: {
        act?: string;
        actor?: string;
        address?: string;
        after?: string;
        from?: string;
        limit?: number;
        outcome?: 'done' | 'refused';
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PlatformTrailPage'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TenderController_trustees: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Trustee'][];
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  BiddingController_state: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TransferState'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  BiddingController_append: {
    parameters: {
      query: {
        offset: number;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/octet-stream': string;
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TransferState'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  BiddingController_giveUp: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {boolean} */
            givenUp: true;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  BiddingController_complete: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          sha256: string;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Uploaded'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  VenuesController_book: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** Format: date-time */
          endsAt: string;
          /** Format: uuid */
          roomId: string;
          /** Format: date-time */
          startsAt: string;
          /** Format: uuid */
          tenderId: string;
        };
      };
    };
    responses: {
      /** @description done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            bookingId: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  VenuesController_rooms: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['VenueRoom'][];
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  VenuesController_add: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @default  */
          equipment?: string;
          name: string;
          seats: number;
        };
      };
    };
    responses: {
      /** @description done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            roomId: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  VenuesController_change: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same key with the same content gives the first answer again */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          active: boolean;
          /** @default  */
          equipment?: string;
          name: string;
          seats: number;
        };
      };
    };
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            roomId: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  VenuesController_sessions: {
    parameters: {
      query?: {
        day?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['VenueSession'][];
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  HealthController_live: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            status: string;
          };
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  HealthController_ready: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Readiness'];
        };
      };
      /** @description refused */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
}
