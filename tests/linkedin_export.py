"""An export of LinkedIn's with invented data, packed as LinkedIn does."""

import io
import zipfile

FILES = {
    "Profile.csv": "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,"
    "Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\n"
    'Ada,Example,Byron,1 Engine Lane,"Dec 10, 1915",Engineer of *engines*,'
    '"I build engines.\n\nThey run.",Machinery,12345,"London, United Kingdom",[ada_e],'
    '"[PORTFOLIO:https://ada.example.org],[BLOG:https://blog.example.org]",\n',
    "Email Addresses.csv": "Email Address,Confirmed,Primary,Updated On\n"
    "old@example.org,Yes,No,1/1/20\nada@example.org,Yes,Yes,1/1/24\n",
    "PhoneNumbers.csv": "Extension,Number,Type\n,+44 20 7946 0000,Mobile\n",
    "Positions.csv": 'Notes:\n"What you see here are your positions, with a comma."\n\n'
    "Company Name,Title,Description,Location,Started On,Finished On\n"
    'Engine Works,Lead Engineer,"Leads.\n• Built A_1 * B\n• Ran it","London, UK",Jan 2021,\n'
    'Engine Works,Engineer,,"London, UK",Jun 2018,Dec 2020\n'
    "Mill Ltd.,Fitter,• One. • Two.,Leeds,2015,May 2018\n"
    "Engine Works,Apprentice,,York,2012,2014\n",
    "Education.csv": "School Name,Start Date,End Date,Notes,Degree Name,Activities\n"
    'University of Examples,2008,2012,,"BSc, Mathematics",Chess club\n',
    "Skills.csv": "Name\nC#\nPython\nPython\n",
    "Languages.csv": "Name,Proficiency\nEnglish,Native or bilingual proficiency\n",
    "Certifications.csv": "Name,Url,Authority,Started On,Finished On,License Number\n"
    "Engine Licence,https://example.org/c,The Board,Feb 2020,,E-12\n",
    "Projects.csv": "Title,Description,Url,Started On,Finished On\n"
    "Loom,Weaves.,https://example.org/loom,Mar 2020,\n",
    "Publications.csv": "Name,Published On,Description,Publisher,Url\n"
    '"On Engines, a Study","Sep 12, 2020",,Journal of Engines,https://example.org/p\n',
    "Honors.csv": "Title,Description,Issued On\nEngine Prize,,May 2019\n",
    "Courses.csv": "Name,Number\nThermodynamics,ME101\n",
    "Volunteering.csv": "Company Name,Role,Cause,Started On,Finished On,Description\n"
    "Food Bank,Helper,SOCIAL_SERVICES,2019,2020,\n",
    "Recommendations_Received.csv": "First Name,Last Name,Company,Job Title,Text,Creation Date,"
    'Status\nBob,Other,Mill Ltd.,Owner,She is *good*.,"01/02/20, 03:04 PM",VISIBLE\n'
    'Eve,Hidden,X,Y,Secret praise.,"01/02/20, 03:04 PM",HIDDEN\n',
    "Connections.csv": 'Notes:\n"x"\n\nFirst Name,Last Name,Email\nMallory,Private,m@x.org\n',
    "messages.csv": '"CONVERSATION ID","CONTENT"\n1,private words\n',
    "Jobs/Job Applications.csv": "Application Date,Company Name\n1,Secret Employer\n",
}


def export(files=None, **changes):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in ((FILES if files is None else files) | changes).items():
            archive.writestr(name, text)
    return stream.getvalue()
